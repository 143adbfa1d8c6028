with

identifiers as (

    select * from {{ ref('identifiers') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

first_versions as (

    select
        contact_id,
        min(known_from) as known_from
    from contacts
    group by contact_id

),

-- who a contact was first said to be; its id may have been on an order before
first_contacts as (

    select
        contacts.contact_id,
        upper(substr({{ normalized_text('contacts.first_name') }}, 1, 1)) as first_initial,
        contacts.birth_date,
        contacts.known_from
    from contacts
    inner join first_versions
        on contacts.contact_id = first_versions.contact_id
        and contacts.known_from = first_versions.known_from

),

-- the identifiers as the solver takes them: days for clocks
numbered_identifiers as (

    select
        identifiers.identifier_number,
        identifiers.identifier_id,
        identifiers.identifier_type,
        identifiers.is_blocked,
        {{ local_date('identifiers.known_at') }} as known_date,
        {{ local_date('identifiers.landed_at') }} as landed_date,
        first_contacts.first_initial,
        first_contacts.birth_date,
        {{ local_date('first_contacts.known_from') }} as traits_known_date
    from identifiers
    left join first_contacts
        on identifiers.identifier_type = 'contact_id'
        and identifiers.identifier_value = first_contacts.contact_id

)

select * from numbered_identifiers
