with

decided as (

    select
        identifier_id_a,
        identifier_id_b,
        rule
    from {{ ref('identity_edges') }}
    union all
    select
        identifier_id_a,
        identifier_id_b,
        rule
    from {{ ref('identity_refused_edges') }}

),

evidence as (

    select * from {{ ref('identity_evidence') }}

)

select evidence.rule
from evidence
left join decided
    on evidence.identifier_id_a = decided.identifier_id_a
    and evidence.identifier_id_b = decided.identifier_id_b
    and evidence.rule = decided.rule
where decided.rule is null
