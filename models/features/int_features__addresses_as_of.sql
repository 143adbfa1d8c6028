with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

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

-- an address that is the customer's alone
addresses_of_one as (

    select
        identifier_history.customer_id,
        as_of_dates.as_of_date,
        identifiers.identifier_type = 'email' as has_email,
        identifiers.identifier_type = 'phone' as has_phone
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

),

-- what contacts say, a household's address too
addresses_of_contacts as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        coalesce(not emails.is_blocked, false) as has_email,
        coalesce(not phones.is_blocked, false) as has_phone
    from contacts
    inner join as_of_dates
        on contacts.known_from < as_of_dates.as_of_at
        and (contacts.known_to >= as_of_dates.as_of_at or contacts.known_to is null)
        and not contacts.is_deleted
    left join identifiers as emails
        on contacts.email = emails.identifier_value
        and emails.identifier_type = 'email'
    left join identifiers as phones
        on contacts.phone = phones.identifier_value
        and phones.identifier_type = 'phone'
    {{ join_customer_as_of('contacts') }}

),

addresses as (

    select * from addresses_of_one
    union all
    select * from addresses_of_contacts

),

addresses_as_of as (

    select
        customer_id,
        as_of_date,
        max(case when has_email then 1 else 0 end) = 1 as has_email,
        max(case when has_phone then 1 else 0 end) = 1 as has_phone
    from addresses
    group by customer_id, as_of_date

)

select * from addresses_as_of
