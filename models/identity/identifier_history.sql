{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_solved_again('identifier_id', 'known_to is null or known_to > ' ~ kept_until()) }}"
) }}

{{ require_all_is_solved(ref('int_identity__hashed_identifiers'), ref('int_identity__scope')) }}
with

solution as (

    select * from {{ ref('solve_identity') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

memberships as (

    select
        members.identifier_id,
        roots.identifier_id as profile_id,
        case when solution.is_customer then roots.identifier_id end as customer_id,
        solution.is_current,
        cast(solution.known_from as date) as known_from,
        cast(solution.known_to as date) as known_to
    from solution
    inner join numbered_identifiers as members
        on solution.identifier_number_a = members.identifier_number
    inner join numbered_identifiers as roots
        on solution.identifier_number_b = roots.identifier_number
    where solution.row_kind = 'membership'

)

select * from memberships
