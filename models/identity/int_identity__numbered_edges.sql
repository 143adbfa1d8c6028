with

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

-- the evidence as the solver takes it: numbers for ids, days for clocks
numbered_edges as (

    select
        identifiers_a.identifier_number as identifier_number_a,
        identifiers_b.identifier_number as identifier_number_b,
        identity_evidence.rule,
        identity_evidence.rule_rank,
        {{ local_date('identity_evidence.known_at') }} as known_date
    from identity_evidence
    inner join numbered_identifiers as identifiers_a
        on identity_evidence.identifier_id_a = identifiers_a.identifier_id
    inner join numbered_identifiers as identifiers_b
        on identity_evidence.identifier_id_b = identifiers_b.identifier_id
    where identifiers_a.is_inside or identifiers_b.is_inside

)

select * from numbered_edges
