with

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

solved_identifiers as (

    select * from {{ ref('int_identity__solved_identifiers') }}

),

refused_joins as (

    select * from {{ ref('int_identity__refused_joins') }}

),

-- blocked, or shared: few, who refuse all that ties them
shared_identifiers as (

    select * from {{ ref('int_identity__shared_identifiers') }}

),

-- every piece of evidence, with the end that refuses it: of two, whose reason comes first
judged_edges as (

    select
        identity_evidence.identifier_id_a,
        identity_evidence.identifier_id_b,
        identity_evidence.rule,
        identity_evidence.first_observed_at,
        identity_evidence.known_at,
        identifiers_a.reason as reason_a,
        identifiers_b.reason as reason_b,
        identifiers_a.evidence as evidence_a,
        identifiers_b.evidence as evidence_b,
        case
            when identifiers_a.reason is null or identifiers_b.reason is null then identifiers_a.reason is not null
            when identifiers_a.reason_rank = identifiers_b.reason_rank
                then identity_evidence.identifier_id_a < identity_evidence.identifier_id_b
            else identifiers_a.reason_rank < identifiers_b.reason_rank
        end as is_refused_by_a
    from identity_evidence
    inner join solved_identifiers as solved_a on identity_evidence.identifier_id_a = solved_a.identifier_id
    inner join solved_identifiers as solved_b on identity_evidence.identifier_id_b = solved_b.identifier_id
    left join shared_identifiers as identifiers_a on solved_a.identifier_id = identifiers_a.identifier_id
    left join shared_identifiers as identifiers_b on solved_b.identifier_id = identifiers_b.identifier_id

),

-- and what became of it; what neither end refuses, a limit may
decided_edges as (

    select
        judged_edges.identifier_id_a,
        judged_edges.identifier_id_b,
        judged_edges.rule,
        judged_edges.first_observed_at,
        judged_edges.known_at,
        coalesce(
            case when judged_edges.is_refused_by_a then judged_edges.reason_a else judged_edges.reason_b end,
            refused_joins.reason,
            'used'
        ) as reason,
        coalesce(
            case when judged_edges.is_refused_by_a then judged_edges.evidence_a else judged_edges.evidence_b end,
            refused_joins.evidence
        ) as evidence
    from judged_edges
    left join refused_joins
        on judged_edges.identifier_id_a = refused_joins.identifier_id_a
        and judged_edges.identifier_id_b = refused_joins.identifier_id_b
        and judged_edges.rule = refused_joins.rule

)

select * from decided_edges
