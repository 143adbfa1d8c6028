with

identifiers as (

    select * from {{ ref('identifiers') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

-- a blocked identifier is nobody's; a visitor's profile has no customer
identity_map as (

    select
        identifiers.identifier_id,
        identifier_history.customer_id,
        identifier_history.profile_id
    from identifiers
    left join identifier_history
        on identifiers.identifier_id = identifier_history.identifier_id
        and identifier_history.is_current

)

select * from identity_map
