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
        month_date,
        lifecycle_stage,
        count(*) as customer_count
    from lifecycle
    group by month_date, lifecycle_stage

),

months as (

    select
        month_date,
        cast({{ dbt.dateadd('month', -1, 'month_date') }} as date) as previous_month_date
    from counted
    group by month_date

),

first_month as (

    select min(month_date) as month_date from counted

),

-- what a stage holds counts up, what flows say it must hold counts down
balances as (

    select
        counted.month_date,
        'into' as direction,
        counted.lifecycle_stage,
        counted.customer_count
    from counted
    inner join first_month on counted.month_date > first_month.month_date
    union all
    select
        month_date,
        'into' as direction,
        to_stage as lifecycle_stage,
        -customer_count as customer_count
    from lifecycle_flows
    union all
    select
        months.month_date,
        'out of' as direction,
        counted.lifecycle_stage,
        counted.customer_count
    from counted
    inner join months on counted.month_date = months.previous_month_date
    union all
    select
        month_date,
        'out of' as direction,
        from_stage as lifecycle_stage,
        -customer_count as customer_count
    from lifecycle_flows
    where from_stage <> 'none'

)

select
    month_date,
    direction,
    lifecycle_stage
from balances
group by month_date, direction, lifecycle_stage
having sum(customer_count) <> 0
