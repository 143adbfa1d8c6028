with

solution as (

    select * from {{ ref('solve_identity') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

-- every piece of evidence with what became of it
decided_edges as (

    select
        identity_evidence.identifier_id_a,
        identity_evidence.identifier_id_b,
        identity_evidence.rule,
        identity_evidence.first_observed_at,
        identity_evidence.known_at,
        solution.reason,
        solution.evidence
    from solution
    inner join identifiers as identifiers_a
        on solution.identifier_number_a = identifiers_a.identifier_number
    inner join identifiers as identifiers_b
        on solution.identifier_number_b = identifiers_b.identifier_number
    inner join identity_evidence
        on identifiers_a.identifier_id = identity_evidence.identifier_id_a
        and identifiers_b.identifier_id = identity_evidence.identifier_id_b
        and solution.rule = identity_evidence.rule
    where solution.row_kind = 'decision'

)

select * from decided_edges
