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

-- every piece of evidence with what became of it; the solver tells of the refused alone
decided_edges as (

    select
        identity_evidence.identifier_id_a,
        identity_evidence.identifier_id_b,
        identity_evidence.rule,
        identity_evidence.first_observed_at,
        identity_evidence.known_at,
        coalesce(solution.reason, 'used') as reason,
        solution.evidence
    from identity_evidence
    inner join identifiers as identifiers_a
        on identity_evidence.identifier_id_a = identifiers_a.identifier_id
    inner join identifiers as identifiers_b
        on identity_evidence.identifier_id_b = identifiers_b.identifier_id
    left join solution
        on identifiers_a.identifier_number = solution.identifier_number_a
        and identifiers_b.identifier_number = solution.identifier_number_b
        and identity_evidence.rule = solution.rule
        and solution.row_kind = 'refusal'

)

select * from decided_edges
