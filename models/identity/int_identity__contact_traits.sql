with

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

fuzzy_pairs as (

    select * from {{ ref('int_identity__fuzzy_pairs') }}

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

-- a contact alike to one known before it is mistyped where they differ, and says nothing there
mistyped as (

    select
        case when one.known_from > other.known_from then one.contact_id else other.contact_id end as contact_id,
        max(case when one.birth_date <> other.birth_date then 1 else 0 end) as is_mistyped_birth_date,
        max(
            case
                when one.first_initial <> other.first_initial or one.first_name_start <> other.first_name_start then 1
                else 0
            end
        ) as is_mistyped_name
    from fuzzy_pairs
    inner join first_contacts as one on fuzzy_pairs.contact_id_a = one.contact_id
    inner join first_contacts as other on fuzzy_pairs.contact_id_b = other.contact_id
    where fuzzy_pairs.known_at <= greatest(one.known_from, other.known_from)
    group by case when one.known_from > other.known_from then one.contact_id else other.contact_id end

),

contact_traits as (

    select
        first_contacts.contact_id,
        case when coalesce(mistyped.is_mistyped_name, 0) = 0 then first_contacts.first_initial end as first_initial,
        case
            when coalesce(mistyped.is_mistyped_name, 0) = 0 then first_contacts.first_name_start
        end as first_name_start,
        case
            when coalesce(mistyped.is_mistyped_birth_date, 0) = 0 then first_contacts.birth_date
        end as birth_date,
        first_contacts.known_from
    from first_contacts
    left join mistyped on first_contacts.contact_id = mistyped.contact_id

)

select * from contact_traits
