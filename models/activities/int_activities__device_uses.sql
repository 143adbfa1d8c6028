{{ config(materialized='view') }}

with

usage as (

    select * from {{ ref('stg_iot__usage') }}

),

-- one row per report of a device; a report of errors alone has no minutes
device_uses as (

    select
        'usage:' || usage_id as activity_id,
        'device_use' as activity_type,
        'device' as channel,
        recorded_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(round(coalesce(usage_minutes, 0) * 60) as {{ dbt.type_bigint() }}) as duration_seconds,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from usage

)

select * from device_uses
