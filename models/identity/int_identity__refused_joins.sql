{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_solved_again('identifier_id_a', 'true') }}"
) }}

{{ require_all_is_solved(ref('int_identity__hashed_identifiers'), ref('int_identity__scope')) }}
with

solution as (

    select * from {{ ref('solve_identity') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

-- evidence that neither end refuses, and that would join who must not be one
refused_joins as (

    select
        identifiers_a.identifier_id as identifier_id_a,
        identifiers_b.identifier_id as identifier_id_b,
        solution.rule,
        solution.reason,
        solution.evidence
    from solution
    inner join numbered_identifiers as identifiers_a
        on solution.identifier_number_a = identifiers_a.identifier_number
    inner join numbered_identifiers as identifiers_b
        on solution.identifier_number_b = identifiers_b.identifier_number
    where solution.row_kind = 'refusal'

)

select * from refused_joins
