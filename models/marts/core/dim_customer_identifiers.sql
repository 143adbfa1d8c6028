with

identifiers as (

    select * from {{ ref('identifiers') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

customer_identifiers as (

    select
        cast(identifiers.identifier_id as {{ dbt.type_string() }}) as identifier_id,
        identifiers.identifier_type,
        identifiers.identifier_value,
        cast(identity_map.customer_id as {{ dbt.type_string() }}) as customer_id,
        identifiers.is_blocked,
        identifiers.first_seen_at,
        identifiers.last_seen_at
    from identifiers
    left join identity_map on identifiers.identifier_id = identity_map.identifier_id

)

select * from customer_identifiers
