with

lifecycle as (

    select * from {{ ref('lifecycle') }}

),

months as (

    select
        month_start,
        cast({{ dbt.dateadd('month', -1, 'month_start') }} as date) as previous_month_start
    from lifecycle
    group by month_start

),

-- the first month has nothing before it to come from
first_month as (

    select min(month_start) as month_start from months

),

stages as (

    select
        lifecycle.month_start,
        coalesce(earlier.lifecycle_stage, 'none') as from_stage,
        lifecycle.lifecycle_stage as to_stage
    from lifecycle
    inner join months on lifecycle.month_start = months.month_start
    inner join first_month on lifecycle.month_start > first_month.month_start
    left join lifecycle as earlier
        on lifecycle.customer_id = earlier.customer_id
        and months.previous_month_start = earlier.month_start

),

flows as (

    select
        month_start,
        from_stage,
        to_stage,
        cast(count(*) as {{ dbt.type_int() }}) as customer_count
    from stages
    group by month_start, from_stage, to_stage

)

select * from flows
