with

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
said_first as (

    select
        contacts.contact_id,
        {{ normalized_text('contacts.first_name') }} as first_name,
        contacts.birth_date,
        contacts.email,
        contacts.phone,
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
        email,
        phone,
        known_from
    from said_first

)

select * from first_contacts
