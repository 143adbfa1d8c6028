with

events as (

    {{ observed_combinations(
        ref('stg_web__events'),
        ['user_id', 'email', 'anonymous_id'],
        observed_at='event_at'
    ) }}

),

engagements as (

    {{ observed_combinations(
        ref('stg_social__engagements'),
        ['social_handle'],
        observed_at='engaged_at'
    ) }}

),

contacts as (

    {{ observed_combinations(
        ref('stg_crm__contacts'),
        ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'social_handle'],
        observed_at='updated_at'
    ) }}

),

orders as (

    {{ observed_combinations(
        ref('stg_crm__orders'),
        ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone'],
        observed_at='ordered_at'
    ) }}

),

support_tickets as (

    {{ observed_combinations(
        ref('stg_crm__support_tickets'),
        ['user_id', 'contact_id', 'email', 'phone'],
        observed_at='opened_at'
    ) }}

),

loyalty_events as (

    {{ observed_combinations(
        ref('stg_crm__loyalty_events'),
        ['loyalty_id'],
        observed_at='occurred_at'
    ) }}

),

campaign_contacts as (

    {{ observed_combinations(
        ref('stg_crm__campaign_contacts'),
        ['contact_id', 'email', 'phone'],
        observed_at='sent_at'
    ) }}

),

consents as (

    {{ observed_combinations(
        ref('stg_crm__consents'),
        ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'anonymous_id'],
        observed_at='changed_at'
    ) }}

),

transactions as (

    {{ observed_combinations(
        ref('stg_pos__transactions'),
        ['loyalty_id', 'email', 'phone', 'payment_token'],
        observed_at='transacted_at'
    ) }}

),

devices as (

    {{ observed_combinations(
        ref('stg_iot__devices'),
        ['user_id', 'contact_id', 'email', 'device_id'],
        observed_at='registered_at'
    ) }}

),

usage as (

    {{ observed_combinations(
        ref('stg_iot__usage'),
        ['device_id'],
        observed_at='recorded_at'
    ) }}

),

locations as (

    {{ observed_combinations(
        ref('stg_iot__locations'),
        ['device_id'],
        observed_at='pinged_at'
    ) }}

),

reviews as (

    {{ observed_combinations(
        ref('stg_catalog__reviews'),
        ['user_id', 'contact_id', 'email'],
        observed_at='reviewed_at'
    ) }}

),

combinations as (

    select 'web/events' as entity, events.* from events
    union all
    select 'social/engagements' as entity, engagements.* from engagements
    union all
    select 'crm/contacts' as entity, contacts.* from contacts
    union all
    select 'crm/orders' as entity, orders.* from orders
    union all
    select 'crm/support_tickets' as entity, support_tickets.* from support_tickets
    union all
    select 'crm/loyalty_events' as entity, loyalty_events.* from loyalty_events
    union all
    select 'crm/campaign_contacts' as entity, campaign_contacts.* from campaign_contacts
    union all
    select 'crm/consents' as entity, consents.* from consents
    union all
    select 'pos/transactions' as entity, transactions.* from transactions
    union all
    select 'iot/devices' as entity, devices.* from devices
    union all
    select 'iot/usage' as entity, usage.* from usage
    union all
    select 'iot/locations' as entity, locations.* from locations
    union all
    select 'catalog/reviews' as entity, reviews.* from reviews

),

numbered as (

    select
        row_number() over (
            order by entity, {{ identifier_types() | join(', ') }}
        ) as observation_number,
        combinations.*
    from combinations

)

select * from numbered
