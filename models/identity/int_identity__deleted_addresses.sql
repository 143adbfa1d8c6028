with

contact_addresses as (

    select * from {{ ref('int_identity__contact_addresses') }}

),

-- addresses that deleted contacts had, and no contact has now
deleted_addresses as (

    select
        identifier_type,
        identifier_value
    from contact_addresses
    where known_to is null
    group by identifier_type, identifier_value
    having min(case when is_deleted then 1 else 0 end) = 1

)

select * from deleted_addresses
