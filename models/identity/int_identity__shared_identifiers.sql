{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_solved_again('identifier_id', 'true') }}"
) }}

{{ require_all_is_solved(ref('int_identity__hashed_identifiers'), ref('int_identity__scope')) }}
with

solution as (

    select * from {{ ref('solve_identity') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

ends as {{ not_materialized() }} (

    {{ ends_of_evidence('identity_evidence') }}

),

shared as (

    select
        numbered_identifiers.identifier_id,
        cast(solution.known_from as date) as shared_from,
        solution.reason,
        solution.reason_rank,
        solution.evidence
    from solution
    inner join numbered_identifiers
        on solution.identifier_number_a = numbered_identifiers.identifier_number
    where solution.row_kind = 'shared'

),

judged_by as (

    select
        ends.identifier_id,
        {{ hash_of_rows(evidence_columns()) }} as judged_by_hash
    from ends
    inner join shared
        on ends.identifier_id = shared.identifier_id
        and ends.known_date <= shared.shared_from
    group by ends.identifier_id

),

-- with a hash of what they are judged by: what was known when they turned out shared
shared_identifiers as (

    select
        shared.*,
        judged_by.judged_by_hash
    from shared
    left join judged_by on shared.identifier_id = judged_by.identifier_id

)

select * from shared_identifiers
