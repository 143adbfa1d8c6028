with

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

-- what a contact says of a person, as it is compared; a birth date on 1 January is often a default
traits as (

    select
        contact_id,
        lower({{ normalized_text('first_name') }}) as first_name,
        lower({{ normalized_text('last_name') }}) as last_name,
        case
            when extract(month from birth_date) > 1 or extract(day from birth_date) > 1
                then cast(birth_date as {{ dbt.type_string() }})
        end as birth_date,
        lower({{ normalized_text('street') }}) as street,
        lower({{ normalized_text('postal_code') }}) as postal_code,
        lower({{ normalized_text('city') }}) as city,
        email,
        {{ dbt.split_part('email', "'@'", 1) }} as mailbox,
        phone,
        {{ normalized_text('national_id') }} as national_id,
        updated_at,
        known_from,
        known_to
    from contacts
    where not is_deleted

),

-- one row for all versions that say the same
fuzzy_contacts as (

    select
        contact_id,
        first_name,
        last_name,
        birth_date,
        street,
        postal_code,
        city,
        email,
        mailbox,
        phone,
        national_id,
        max(case when known_to is null then 1 else 0 end) = 1 as is_current,
        min(updated_at) as first_observed_at,
        min(known_from) as known_from
    from traits
    group by
        contact_id, first_name, last_name, birth_date, street, postal_code, city, email, mailbox, phone, national_id

)

select * from fuzzy_contacts
