with

campaign_contacts as (

    select * from {{ ref('stg_crm__campaign_contacts') }}

),

-- a message is one activity from its first version on; held-back ones are none
first_versions as (

    select
        campaign_contact_id,
        min(known_from) as known_from
    from campaign_contacts
    group by campaign_contact_id

),

messages as (

    select
        'campaign:' || campaign_contacts.campaign_contact_id as activity_id,
        'campaign_contact' as activity_type,
        campaign_contacts.channel,
        campaign_contacts.sent_at as activity_at,
        campaign_contacts.identifier_id,
        campaign_contacts.fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        campaign_contacts.known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from campaign_contacts
    inner join first_versions
        on campaign_contacts.campaign_contact_id = first_versions.campaign_contact_id
        and campaign_contacts.known_from = first_versions.known_from
    where not campaign_contacts.is_control

)

select * from messages
