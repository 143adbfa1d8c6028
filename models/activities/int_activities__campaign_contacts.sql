{{ config(materialized='view') }}

with

campaign_contacts as (

    select * from {{ ref('stg_crm__campaign_contacts') }}

),

-- a message is one activity, told anew by each version; held-back ones are none
messages as (

    select
        'campaign:' || campaign_contact_id as activity_id,
        'campaign_contact' as activity_type,
        channel,
        sent_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        known_from,
        known_to
    from campaign_contacts
    where not is_control

)

select * from messages
