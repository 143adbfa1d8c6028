with

lifecycle as (

    select * from {{ ref('lifecycle') }}

),

months as (

    select
        month_date,
        cast({{ dbt.dateadd('month', -1, 'month_date') }} as date) as previous_month_date
    from lifecycle
    group by month_date

),

-- the first month has nothing before it to come from
first_month as (

    select min(month_date) as month_date from months

),

stages as (

    select
        lifecycle.month_date,
        coalesce(earlier.lifecycle_stage, 'none') as from_stage,
        lifecycle.lifecycle_stage as to_stage
    from lifecycle
    inner join months on lifecycle.month_date = months.month_date
    inner join first_month on lifecycle.month_date > first_month.month_date
    left join lifecycle as earlier
        on lifecycle.customer_id = earlier.customer_id
        and months.previous_month_date = earlier.month_date

),

flows as (

    select
        month_date,
        from_stage,
        to_stage,
        cast(count(*) as {{ dbt.type_int() }}) as customer_count
    from stages
    group by month_date, from_stage, to_stage

)

select * from flows
