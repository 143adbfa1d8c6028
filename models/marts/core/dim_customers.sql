with

identity_map as (

    select * from {{ ref('identity_map') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

deleted_addresses as (

    select * from {{ ref('int_identity__deleted_addresses') }}

),

identifiers_of_customers as (

    select
        identity_map.customer_id,
        identifiers.identifier_type,
        case
            when deleted_addresses.identifier_value is null then identifiers.identifier_value
        end as identifier_value,
        identifiers.first_seen_at,
        row_number() over (
            partition by identity_map.customer_id, identifiers.identifier_type
            order by
                case when deleted_addresses.identifier_value is null then 0 else 1 end,
                identifiers.last_seen_at desc, identifiers.identifier_id asc
        ) as recency_rank
    from identity_map
    inner join identifiers on identity_map.identifier_id = identifiers.identifier_id
    left join deleted_addresses
        on identifiers.identifier_type = deleted_addresses.identifier_type
        and identifiers.identifier_value = deleted_addresses.identifier_value
    where identity_map.customer_id is not null

),

-- the address seen last, of each kind
addresses as (

    select
        customer_id,
        max(case when identifier_type = 'email' and recency_rank = 1 then identifier_value end) as email,
        max(case when identifier_type = 'phone' and recency_rank = 1 then identifier_value end) as phone,
        min(first_seen_at) as first_seen_at
    from identifiers_of_customers
    group by customer_id

),

-- the contact written last says who the person is
ranked_contacts as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        case when not coalesce(emails.is_blocked, false) then contacts.email end as email,
        case when not coalesce(phones.is_blocked, false) then contacts.phone end as phone,
        contacts.first_name,
        contacts.last_name,
        contacts.birth_date,
        contacts.street,
        contacts.city,
        contacts.postal_code,
        contacts.country,
        contacts.created_at,
        row_number() over (
            partition by coalesce(strongest.customer_id, fallback.customer_id)
            order by contacts.updated_at desc, contacts.contact_id asc
        ) as contact_rank
    from contacts
    {{ join_customers('contacts') }}
    left join identifiers as emails
        on contacts.email = emails.identifier_value
        and emails.identifier_type = 'email'
    left join identifiers as phones
        on contacts.phone = phones.identifier_value
        and phones.identifier_type = 'phone'
    where
        contacts.known_to is null
        and not contacts.is_deleted

),

customers as (

    select
        cast(addresses.customer_id as {{ dbt.type_string() }}) as customer_id,
        -- one that is the customer's alone; else what the contact says, a household's perhaps
        coalesce(addresses.email, ranked_contacts.email) as email,
        coalesce(addresses.phone, ranked_contacts.phone) as phone,
        ranked_contacts.first_name,
        ranked_contacts.last_name,
        ranked_contacts.birth_date,
        ranked_contacts.street,
        ranked_contacts.city,
        ranked_contacts.postal_code,
        ranked_contacts.country,
        coalesce(ranked_contacts.created_at, addresses.first_seen_at) as created_at
    from addresses
    left join ranked_contacts
        on addresses.customer_id = ranked_contacts.customer_id
        and ranked_contacts.contact_rank = 1

)

select * from customers
