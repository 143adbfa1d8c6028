with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

campaign_contacts as (

    select * from {{ ref('stg_crm__campaign_contacts') }}

),

consents as (

    select * from {{ ref('stg_crm__consents') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

unsubscribed_messages as (

    select *
    from campaign_contacts
    where
        unsubscribed_at is not null
        and not is_control

),

marketing_consents as (

    select *
    from consents
    where
        purpose = 'marketing'
        and is_granted

),

unsubscribed_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        unsubscribed_messages.unsubscribed_at
    from unsubscribed_messages
    inner join as_of_dates
        on unsubscribed_messages.known_from < as_of_dates.as_of_at
        and (unsubscribed_messages.known_to >= as_of_dates.as_of_at or unsubscribed_messages.known_to is null)
        and unsubscribed_messages.unsubscribed_at < as_of_dates.as_of_at
    {{ join_customer_as_of('unsubscribed_messages') }}

),

granted_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        marketing_consents.changed_at
    from marketing_consents
    inner join as_of_dates
        on marketing_consents.known_at < as_of_dates.as_of_at
        and marketing_consents.changed_at < as_of_dates.as_of_at
    {{ join_customer_as_of('marketing_consents') }}

),

last_unsubscribed as (

    select
        customer_id,
        as_of_date,
        max(unsubscribed_at) as last_unsubscribed_at
    from unsubscribed_as_of
    group by customer_id, as_of_date

),

last_granted as (

    select
        customer_id,
        as_of_date,
        max(changed_at) as last_granted_at
    from granted_as_of
    group by customer_id, as_of_date

),

-- who unsubscribed and consented to marketing again later is subscribed again
subscription_features as (

    select
        last_unsubscribed.customer_id,
        last_unsubscribed.as_of_date,
        coalesce(last_granted.last_granted_at <= last_unsubscribed.last_unsubscribed_at, true) as is_unsubscribed
    from last_unsubscribed
    left join last_granted
        on last_unsubscribed.customer_id = last_granted.customer_id
        and last_unsubscribed.as_of_date = last_granted.as_of_date

)

select * from subscription_features
