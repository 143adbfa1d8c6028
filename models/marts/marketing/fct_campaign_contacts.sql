with

campaign_contacts as (

    select * from {{ ref('stg_crm__campaign_contacts') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

current_contacts as (

    select * from campaign_contacts
    where known_to is null

),

contacts_of_customers as (

    select
        current_contacts.campaign_contact_id,
        {{ customer_id_of_row() }} as customer_id,
        current_contacts.sent_at,
        current_contacts.campaign,
        current_contacts.channel,
        current_contacts.variant,
        current_contacts.is_control,
        current_contacts.opened_at,
        current_contacts.clicked_at,
        current_contacts.unsubscribed_at,
        current_contacts.bounced_at
    from current_contacts
    {{ join_customers('current_contacts') }}

)

select * from contacts_of_customers
