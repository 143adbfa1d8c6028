{{ config(materialized='view') }}

with

engagements as (

    select * from {{ ref('stg_social__engagements') }}

),

social_engagements as (

    select
        'social:' || engagement_id as activity_id,
        'social_' || engagement_type as activity_type,
        'social' as channel,
        engaged_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from engagements

)

select * from social_engagements
