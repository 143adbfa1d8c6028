with

daily_totals as (

    select
        activity_type,
        sum(activity_count) as activity_count,
        sum(revenue_amount) as revenue_amount
    from {{ ref('daily_activities') }}
    group by activity_type

),

current_totals as (

    select
        activity_type,
        count(*) as activity_count,
        sum(revenue_amount) as revenue_amount
    from {{ ref('fct_activities') }}
    group by activity_type

)

select daily_totals.activity_type
from daily_totals
full outer join current_totals on daily_totals.activity_type = current_totals.activity_type
where
    coalesce(daily_totals.activity_count, 0) <> coalesce(current_totals.activity_count, 0)
    or coalesce(daily_totals.revenue_amount, 0) <> coalesce(current_totals.revenue_amount, 0)
