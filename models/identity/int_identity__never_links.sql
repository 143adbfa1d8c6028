with

overrides as (

    select * from {{ ref('int_identity__overrides') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

never_links as (

    select
        identifiers_a.identifier_number as identifier_number_a,
        identifiers_b.identifier_number as identifier_number_b,
        {{ local_date('overrides.decided_at') }} as known_date
    from overrides
    inner join numbered_identifiers as identifiers_a
        on overrides.identifier_id_a = identifiers_a.identifier_id
    inner join numbered_identifiers as identifiers_b
        on overrides.identifier_id_b = identifiers_b.identifier_id
    where overrides.decision = 'never_link'

)

select * from never_links
