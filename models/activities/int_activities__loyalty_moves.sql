{{ config(materialized='view') }}

with

loyalty_events as (

    select * from {{ ref('stg_crm__loyalty_events') }}

),

loyalty_moves as (

    select
        'loyalty:' || loyalty_event_id as activity_id,
        'loyalty_' || event_type as activity_type,
        'loyalty' as channel,
        occurred_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from loyalty_events

)

select * from loyalty_moves
