{{ config(materialized='view') }}

with

sessions as (

    select * from {{ ref('sessions') }}

),

-- a visit is one activity, told anew when more of it becomes known
visits_made as (

    select
        'session:' || session_id as activity_id,
        'session' as activity_type,
        platform as channel,
        started_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        duration_seconds,
        {{ local_midnight('known_from') }} as known_from,
        {{ local_midnight('known_to') }} as known_to
    from sessions

)

select * from visits_made
