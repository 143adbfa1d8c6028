{{ config(materialized='view') }}

with

reviews as (

    select * from {{ ref('stg_catalog__reviews') }}

),

reviews_written as (

    select
        'review:' || review_id as activity_id,
        'review' as activity_type,
        'web' as channel,
        reviewed_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from reviews

)

select * from reviews_written
