with

identity_overrides as (

    select * from {{ ref('identity_overrides') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

-- only pairs of identifiers that records have shown
overrides as (

    select
        identity_overrides.decision,
        identifiers_a.identifier_id as identifier_id_a,
        identifiers_b.identifier_id as identifier_id_b,
        min(identity_overrides.decided_at) as decided_at
    from identity_overrides
    inner join identifiers as identifiers_a
        on identity_overrides.identifier_type_a = identifiers_a.identifier_type
        and identity_overrides.identifier_value_a = identifiers_a.identifier_value
    inner join identifiers as identifiers_b
        on identity_overrides.identifier_type_b = identifiers_b.identifier_type
        and identity_overrides.identifier_value_b = identifiers_b.identifier_value
    group by
        identity_overrides.decision,
        identifiers_a.identifier_id,
        identifiers_b.identifier_id

)

select * from overrides
