with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

usage as (

    select * from {{ ref('stg_iot__usage') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

usage_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        usage.usage_minutes
    from usage
    inner join as_of_dates
        on usage.known_at < as_of_dates.as_of_at
        and {{ local_date('usage.recorded_at') }} < as_of_dates.as_of_date
        and {{ local_date('usage.recorded_at') }}
        >= cast({{ dbt.dateadd('day', -30, 'as_of_dates.as_of_date') }} as date)
    {{ join_customer_as_of('usage') }}

),

device_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('sum(usage_minutes)') }} as device_usage_minutes_30d
    from usage_as_of
    group by customer_id, as_of_date

)

select * from device_features
