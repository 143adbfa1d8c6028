with

identity_overrides as (

    select * from {{ ref('identity_overrides') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

-- only pairs of identifiers that records have shown; the others are listed by the test
-- identifiers_of_overrides_are_on_records
overrides as (

    select
        identity_overrides.decision,
        identifiers_a.identifier_id as identifier_id_a,
        identifiers_b.identifier_id as identifier_id_b,
        min(identity_overrides.decided_at) as decided_at
    from identity_overrides
    inner join identifiers as identifiers_a
        on identity_overrides.identifier_type_a = identifiers_a.identifier_type
        and {{ override_value('identity_overrides', 'a') }} = identifiers_a.identifier_value
    inner join identifiers as identifiers_b
        on identity_overrides.identifier_type_b = identifiers_b.identifier_type
        and {{ override_value('identity_overrides', 'b') }} = identifiers_b.identifier_value
    group by
        identity_overrides.decision,
        identifiers_a.identifier_id,
        identifiers_b.identifier_id

)

select * from overrides
