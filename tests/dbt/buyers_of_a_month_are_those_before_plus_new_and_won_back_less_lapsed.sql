-- closing = opening + new + reactivated - lapsed, of customers who have not lapsed
with

lifecycle as (

    select * from {{ ref('lifecycle') }}

),

lifecycle_flows as (

    select * from {{ ref('lifecycle_flows') }}

),

buyers as (

    select
        month_date,
        sum(case when lifecycle_stage = 'lapsed' then 0 else 1 end) as buyer_count
    from lifecycle
    group by month_date

),

movements as (

    select
        month_date,
        sum(case when to_stage = 'new' then customer_count else 0 end) as new_count,
        sum(case when to_stage = 'reactivated' then customer_count else 0 end) as reactivated_count,
        sum(
            case when to_stage = 'lapsed' and from_stage <> 'lapsed' then customer_count else 0 end
        ) as lapsed_count
    from lifecycle_flows
    group by month_date

)

select
    closing.month_date,
    opening.buyer_count as opening_count,
    closing.buyer_count as closing_count
from buyers as closing
inner join movements on closing.month_date = movements.month_date
left join buyers as opening
    on cast({{ dbt.dateadd('month', -1, 'closing.month_date') }} as date) = opening.month_date
where
    closing.buyer_count
    <> coalesce(opening.buyer_count, 0)
    + movements.new_count + movements.reactivated_count - movements.lapsed_count
