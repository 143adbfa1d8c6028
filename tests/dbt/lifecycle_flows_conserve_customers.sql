-- every month, into a stage went who is in it, out of it who was in it the month before
with

lifecycle as (

    select * from {{ ref('lifecycle') }}

),

lifecycle_flows as (

    select * from {{ ref('lifecycle_flows') }}

),

counted as (

    select
        month_start,
        lifecycle_stage,
        count(*) as customer_count
    from lifecycle
    group by month_start, lifecycle_stage

),

months as (

    select
        month_start,
        cast({{ dbt.dateadd('month', -1, 'month_start') }} as date) as previous_month_start
    from counted
    group by month_start

),

first_month as (

    select min(month_start) as month_start from counted

),

-- what a stage holds counts up, what flows say it must hold counts down
balances as (

    select
        counted.month_start,
        'into' as direction,
        counted.lifecycle_stage,
        counted.customer_count
    from counted
    inner join first_month on counted.month_start > first_month.month_start
    union all
    select
        month_start,
        'into' as direction,
        to_stage as lifecycle_stage,
        -customer_count as customer_count
    from lifecycle_flows
    union all
    select
        months.month_start,
        'out of' as direction,
        counted.lifecycle_stage,
        counted.customer_count
    from counted
    inner join months on counted.month_start = months.previous_month_start
    union all
    select
        month_start,
        'out of' as direction,
        from_stage as lifecycle_stage,
        -customer_count as customer_count
    from lifecycle_flows
    where from_stage <> 'none'

)

select
    month_start,
    direction,
    lifecycle_stage
from balances
group by month_start, direction, lifecycle_stage
having sum(customer_count) <> 0
