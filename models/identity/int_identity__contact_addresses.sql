with

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

live_versions as (

    select
        email,
        phone,
        known_from,
        known_to,
        false as is_deleted
    from contacts
    where not is_deleted

),

-- what a contact had said before it was deleted
deleted_versions as (

    select
        earlier_versions.email,
        earlier_versions.phone,
        deletions.known_from,
        deletions.known_to,
        true as is_deleted
    from contacts as deletions
    inner join contacts as earlier_versions
        on deletions.contact_id = earlier_versions.contact_id
        and deletions.known_from >= earlier_versions.known_from
    where deletions.is_deleted

),

versions as (

    select * from live_versions
    union all
    select * from deleted_versions

),

addresses as (

    select
        'email' as identifier_type,
        email as identifier_value,
        is_deleted,
        known_from,
        known_to
    from versions
    where email is not null
    union all
    select
        'phone' as identifier_type,
        phone as identifier_value,
        is_deleted,
        known_from,
        known_to
    from versions
    where phone is not null

),

contact_addresses as (

    select distinct * from addresses

)

select * from contact_addresses
