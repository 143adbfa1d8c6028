with

identifiers as (

    select * from {{ ref('identifiers') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

overrides as (

    select * from {{ ref('int_identity__overrides') }}

),

first_versions as (

    select
        contact_id,
        min(known_from) as known_from
    from contacts
    group by contact_id

),

-- who a contact was first said to be; its id may have been on an order before
said_first as (

    select
        contacts.contact_id,
        {{ normalized_text('contacts.first_name') }} as first_name,
        contacts.birth_date,
        contacts.known_from
    from contacts
    inner join first_versions
        on contacts.contact_id = first_versions.contact_id
        and contacts.known_from = first_versions.known_from

),

-- a name that begins with no letter is none, a birth date on 1 January often a default;
-- names are compared by how they begin: Dan may be Daniel, and D. Dora
first_contacts as (

    select
        contact_id,
        {{ first_letters('first_name', 1) }} as first_initial,
        {{ first_letters('first_name', 3) }} as first_name_start,
        case
            when extract(month from birth_date) > 1 or extract(day from birth_date) > 1 then birth_date
        end as birth_date,
        known_from
    from said_first

),

-- whom somebody said to be one with another is not judged by names any more
always_linked as (

    select identifier_id_a as identifier_id
    from overrides
    where decision = 'always_link'
    union
    select identifier_id_b as identifier_id
    from overrides
    where decision = 'always_link'

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
        first_contacts.first_name_start,
        first_contacts.birth_date,
        {{ local_date('first_contacts.known_from') }} as traits_known_date
    from identifiers
    left join first_contacts
        on identifiers.identifier_type = 'contact_id'
        and identifiers.identifier_value = first_contacts.contact_id
        and identifiers.identifier_id not in (select identifier_id from always_linked)

)

select * from numbered_identifiers
