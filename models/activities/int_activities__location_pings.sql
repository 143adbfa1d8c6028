{{ config(materialized='view') }}

with

locations as (

    select * from {{ ref('stg_iot__locations') }}

),

-- a ping inside a store is a visit to it, as long as the dwell
location_pings as (

    select
        'ping:' || ping_id as activity_id,
        case when store_id is null then 'location_ping' else 'store_visit' end as activity_type,
        case when store_id is null then 'device' else 'store' end as channel,
        pinged_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        coalesce(dwell_seconds, 0) as duration_seconds,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from locations

)

select * from location_pings
