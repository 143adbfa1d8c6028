{{ config(materialized='view') }}

with

events as (

    select * from {{ ref('stg_web__events') }}

),

-- what visitors do inside a visit
web_actions as (

    select
        'event:' || event_id as activity_id,
        event_name as activity_type,
        platform as channel,
        event_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from events
    where event_name in ('search', 'add_to_cart')

)

select * from web_actions
