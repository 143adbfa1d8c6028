{{ config(materialized='view') }}

with

support_tickets as (

    select * from {{ ref('stg_crm__support_tickets') }}

),

-- a ticket is one activity, told anew by each version
opened_tickets as (

    select
        'ticket:' || ticket_id as activity_id,
        'ticket' as activity_type,
        coalesce(channel, 'service') as channel,
        opened_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_from,
        known_to
    from support_tickets

)

select * from opened_tickets
