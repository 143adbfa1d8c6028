with

activities as (

    select * from {{ ref('activities') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

bounds as (

    select
        least(
            min(activities.activity_date),
            (select min(as_of_dates.as_of_date) from as_of_dates)
        ) as first_date,
        greatest(
            max(activities.activity_date),
            (select max(as_of_dates.as_of_date) from as_of_dates)
        ) as last_date
    from activities

),

digits as (

    {% for digit in range(10) -%}
    select {{ digit }} as digit
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- 0 to 99,999: 273 years of days
numbers as (

    select
        ones.digit + 10 * tens.digit + 100 * hundreds.digit
        + 1000 * thousands.digit + 10000 * ten_thousands.digit as days
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
    cross join digits as ten_thousands

),

days as (

    select cast({{ dbt.dateadd('day', 'numbers.days', 'bounds.first_date') }} as date) as date_day
    from bounds
    inner join numbers
        on numbers.days <= {{ dbt.datediff('bounds.first_date', 'bounds.last_date', 'day') }}

),

dates as (

    select
        date_day,
        cast(extract(year from date_day) as {{ dbt.type_int() }}) as year_number,
        cast(extract(quarter from date_day) as {{ dbt.type_int() }}) as quarter_number,
        cast(extract(month from date_day) as {{ dbt.type_int() }}) as month_number,
        cast(extract(day from date_day) as {{ dbt.type_int() }}) as day_of_month,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start_date,
        cast({{ dbt.date_trunc('week', 'date_day') }} as date) as week_start_date,
        {{ dbt.datediff(dbt.date_trunc('week', 'date_day'), 'date_day', 'day') }} >= 5 as is_weekend
    from days

)

select * from dates
