{{ config(materialized='view') }}

with

identifiers as (

    select * from {{ ref('identifiers') }}

),

contact_traits as (

    select * from {{ ref('int_identity__contact_traits') }}

),

overrides as (

    select * from {{ ref('int_identity__overrides') }}

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
described_identifiers as (

    select
        identifiers.identifier_id,
        identifiers.identifier_type,
        identifiers.is_blocked,
        {{ local_date('identifiers.known_at') }} as known_date,
        {{ local_date('identifiers.landed_at') }} as landed_date,
        contact_traits.first_initial,
        contact_traits.first_name_start,
        contact_traits.birth_date,
        {{ local_date('contact_traits.known_from') }} as traits_known_date
    from identifiers
    left join contact_traits
        on identifiers.identifier_type = 'contact_id'
        and identifiers.identifier_value = contact_traits.contact_id
        and identifiers.identifier_id not in (select identifier_id from always_linked)

)

select * from described_identifiers
