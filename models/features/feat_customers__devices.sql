with

identifier_counts as (

    select * from {{ ref('int_features__identifier_counts') }}

),

device_usage as (

    select * from {{ ref('int_features__device_usage') }}

),

activity_days as (

    select * from {{ ref('int_features__activity_days_as_of') }}

),

device_features as (

    select
        identifier_counts.customer_id,
        identifier_counts.as_of_date,
        {{ feature_number('identifier_counts.device_id_count') }} as device_count,
        {{ feature_number('device_usage.usage_minutes_30d') }} as device_usage_minutes_30d,
        {{ feature_number('device_usage.usage_minutes_90d') }} as device_usage_minutes_90d,
        -- a day's use in the last 30 days against one of the 60 days before them
        {{ feature_number(
            '2 * device_usage.usage_minutes_30d'
            ' / nullif(device_usage.usage_minutes_90d - device_usage.usage_minutes_30d, 0)'
        ) }} as device_usage_trend,
        {{ feature_number('device_usage.error_count_90d') }} as device_error_count_90d,
        {{ feature_number(dbt.datediff(
            'activity_days.last_activity_date', 'identifier_counts.as_of_date', 'day'
        )) }} as days_since_last_device_use
    from identifier_counts
    left join device_usage
        on identifier_counts.customer_id = device_usage.customer_id
        and identifier_counts.as_of_date = device_usage.as_of_date
    left join activity_days
        on identifier_counts.customer_id = activity_days.customer_id
        and identifier_counts.as_of_date = activity_days.as_of_date
        and activity_days.activity_kind = 'device_use'
    where identifier_counts.device_id_count > 0

)

select * from device_features
