with

first_contacts as (

    select * from {{ ref('int_identity__first_contacts') }}

),

fuzzy_pairs as (

    select * from {{ ref('int_identity__fuzzy_pairs') }}

),

addresses as (

    select
        contact_id,
        'email' as identifier_type,
        email as identifier_value,
        birth_date,
        first_initial,
        first_name_start,
        known_from
    from first_contacts
    where email is not null and birth_date is not null
    union all
    select
        contact_id,
        'phone' as identifier_type,
        phone as identifier_value,
        birth_date,
        first_initial,
        first_name_start,
        known_from
    from first_contacts
    where phone is not null and birth_date is not null

),

-- who was first at an address, of those born that day
names_at_addresses as (

    select
        contact_id,
        first_initial,
        first_name_start,
        first_value(first_initial) over (
            partition by identifier_type, identifier_value, birth_date
            order by known_from, contact_id
        ) as first_initial_there,
        first_value(first_name_start) over (
            partition by identifier_type, identifier_value, birth_date
            order by known_from, contact_id
        ) as first_name_start_there
    from addresses

),

-- one address, one birth date and two names are a person with a nickname or a middle name
renamed as (

    select distinct contact_id
    from names_at_addresses
    where first_initial <> first_initial_there or first_name_start <> first_name_start_there

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
        case
            when coalesce(mistyped.is_mistyped_name, 0) = 0 and renamed.contact_id is null
                then first_contacts.first_initial
        end as first_initial,
        case
            when coalesce(mistyped.is_mistyped_name, 0) = 0 and renamed.contact_id is null
                then first_contacts.first_name_start
        end as first_name_start,
        case
            when coalesce(mistyped.is_mistyped_birth_date, 0) = 0 then first_contacts.birth_date
        end as birth_date,
        first_contacts.known_from
    from first_contacts
    left join mistyped on first_contacts.contact_id = mistyped.contact_id
    left join renamed on first_contacts.contact_id = renamed.contact_id

)

select * from contact_traits
