{{ config(materialized='view') }}

with

returns as (

    select * from {{ ref('int_activities__returns') }}

),

goods_returned as (

    select
        return_id as activity_id,
        return_type as activity_type,
        channel,
        returned_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        store_id,
        return_amount as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_from,
        known_to
    from returns

)

select * from goods_returned
