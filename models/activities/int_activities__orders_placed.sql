{{ config(materialized='view') }}

with

order_versions as (

    select * from {{ ref('int_activities__order_versions') }}

),

orders_placed as (

    select
        order_id as activity_id,
        'order' as activity_type,
        channel,
        ordered_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        store_id,
        order_amount as revenue_amount,
        discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_from,
        known_to
    from order_versions

)

select * from orders_placed
