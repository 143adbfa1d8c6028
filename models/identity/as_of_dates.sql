with

landed_files as (

    select * from {{ source('landing', 'files') }}

),

-- the day after the greatest known_at, unless the run was given a date
latest as (

    select
        coalesce(
            cast({{ "'" ~ var('as_of_date') ~ "'" if var('as_of_date') else 'null' }} as date),
            cast({{ dbt.dateadd('day', 1, local_date('max(max_known_at)')) }} as date)
        ) as latest_date
    from landed_files
    where row_count > 0
    having count(*) > 0

),

months as (

    -- one at least, since no table is written without a row
    {% for months_back in range([var('as_of_month_count'), 1] | max) -%}
    select {{ months_back }} as months_back
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

month_starts as (

    select
        cast(
            {{ dbt.dateadd('month', '-months.months_back', dbt.date_trunc('month', 'latest.latest_date')) }}
            as date
        ) as as_of_date
    from latest
    cross join months
    where months.months_back < {{ var('as_of_month_count') }}

),

dates as (

    select as_of_date from month_starts
    union
    select latest_date as as_of_date from latest

),

as_of_dates as (

    select
        dates.as_of_date,
        {{ local_midnight('dates.as_of_date') }} as as_of_at,
        dates.as_of_date = latest.latest_date as is_latest
    from dates
    cross join latest
    where dates.as_of_date is not null

),

-- for a month start the one before; for the latest date the nearest to a month before
with_previous as (

    select
        as_of_dates.as_of_date,
        as_of_dates.as_of_at,
        as_of_dates.is_latest,
        max(earlier.as_of_date) as previous_as_of_date
    from as_of_dates
    left join as_of_dates as earlier
        on earlier.as_of_date <= cast({{ dbt.dateadd('day', -15, 'as_of_dates.as_of_date') }} as date)
    group by as_of_dates.as_of_date, as_of_dates.as_of_at, as_of_dates.is_latest

)

select * from with_previous
