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

usage_with_dates as (

    select
        *,
        {{ local_date('recorded_at') }} as usage_date
    from usage

),

usage_as_of as (

    select
        usage_with_dates.identifier_id,
        usage_with_dates.fallback_identifier_id,
        as_of_dates.as_of_date,
        {{ dbt.datediff('usage_with_dates.usage_date', 'as_of_dates.as_of_date', 'day') }} as days_before_as_of,
        coalesce(usage_with_dates.usage_minutes, 0) as usage_minutes,
        case when usage_with_dates.error_code is not null then 1 else 0 end as error_count
    from usage_with_dates
    inner join as_of_dates
        on usage_with_dates.known_at < as_of_dates.as_of_at
        and {{ is_in_window('usage_with_dates.usage_date', 90) }}

),

-- one row per device and as-of date: its use in the 90 days before
usage_of_devices as (

    select
        identifier_id,
        fallback_identifier_id,
        as_of_date,
        {{ sum_in_window('usage_minutes', 30) }} as usage_minutes_30d,
        sum(usage_minutes) as usage_minutes_90d,
        sum(error_count) as error_count_90d
    from usage_as_of
    group by identifier_id, fallback_identifier_id, as_of_date

),

usage_of_customers as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        usage_of_devices.as_of_date,
        usage_of_devices.usage_minutes_30d,
        usage_of_devices.usage_minutes_90d,
        usage_of_devices.error_count_90d
    from usage_of_devices
    {{ join_customer_as_of('usage_of_devices', dates='usage_of_devices') }}

),

device_usage as (

    select
        customer_id,
        as_of_date,
        sum(usage_minutes_30d) as usage_minutes_30d,
        sum(usage_minutes_90d) as usage_minutes_90d,
        sum(error_count_90d) as error_count_90d
    from usage_of_customers
    group by customer_id, as_of_date

)

select * from device_usage
