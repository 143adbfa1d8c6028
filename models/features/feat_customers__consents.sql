with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

consents as (

    select * from {{ ref('stg_crm__consents') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

contact_addresses as (

    select * from {{ ref('int_identity__contact_addresses') }}

),

choices_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        consents.is_granted,
        row_number() over (
            partition by coalesce(strongest.customer_id, fallback.customer_id), as_of_dates.as_of_date
            order by consents.changed_at desc, consents.consent_id desc
        ) as choice_rank
    from consents
    inner join as_of_dates
        on consents.known_at < as_of_dates.as_of_at
        and consents.changed_at < as_of_dates.as_of_at
        and consents.purpose = 'marketing'
    {{ join_customer_as_of('consents') }}

),

-- of deleted contacts, and of no other
deleted_addresses as (

    select
        as_of_dates.as_of_date,
        contact_addresses.identifier_type,
        contact_addresses.identifier_value
    from contact_addresses
    inner join as_of_dates
        on contact_addresses.known_from < as_of_dates.as_of_at
        and (contact_addresses.known_to >= as_of_dates.as_of_at or contact_addresses.known_to is null)
    group by
        as_of_dates.as_of_date,
        contact_addresses.identifier_type,
        contact_addresses.identifier_value
    having min(case when contact_addresses.is_deleted then 1 else 0 end) = 1

),

addresses_as_of as (

    select
        identifier_history.customer_id,
        as_of_dates.as_of_date,
        max(case when identifiers.identifier_type = 'email' then 1 else 0 end) = 1 as has_email,
        max(case when identifiers.identifier_type = 'phone' then 1 else 0 end) = 1 as has_phone
    from as_of_dates
    inner join identifier_history
        on as_of_dates.as_of_date >= identifier_history.known_from
        and (as_of_dates.as_of_date < identifier_history.known_to or identifier_history.known_to is null)
    inner join identifiers on identifier_history.identifier_id = identifiers.identifier_id
    left join deleted_addresses
        on as_of_dates.as_of_date = deleted_addresses.as_of_date
        and identifiers.identifier_type = deleted_addresses.identifier_type
        and identifiers.identifier_value = deleted_addresses.identifier_value
    where
        identifier_history.customer_id is not null
        and identifiers.identifier_type in ('email', 'phone')
        and deleted_addresses.identifier_value is null
    group by identifier_history.customer_id, as_of_dates.as_of_date

),

-- the last choice about marketing holds; without one nobody is contacted
consent_features as (

    select
        choices_as_of.customer_id,
        choices_as_of.as_of_date,
        choices_as_of.is_granted and addresses_as_of.has_email as is_email_contactable,
        choices_as_of.is_granted and addresses_as_of.has_phone as is_sms_contactable
    from choices_as_of
    inner join addresses_as_of
        on choices_as_of.customer_id = addresses_as_of.customer_id
        and choices_as_of.as_of_date = addresses_as_of.as_of_date
    where choices_as_of.choice_rank = 1

)

select * from consent_features
