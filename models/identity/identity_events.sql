{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_solved_again('customer_id', 'happened_on > ' ~ kept_until()) }}"
) }}

{{ require_all_is_solved(ref('int_identity__hashed_identifiers'), ref('int_identity__scope')) }}
with

solution as (

    select * from {{ ref('solve_identity') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

-- one row per thing that happened to a customer, with the edge that tied it, or ties it no more
identity_events as (

    select
        cast(solution.known_from as date) as happened_on,
        solution.event_type,
        customers.identifier_id as customer_id,
        others.identifier_id as other_customer_id,
        solution.rule,
        ends_a.identifier_id as identifier_id_a,
        ends_b.identifier_id as identifier_id_b,
        case when solution.reason <> 'used' then solution.reason end as reason
    from solution
    inner join numbered_identifiers as customers
        on solution.identifier_number_a = customers.identifier_number
    left join numbered_identifiers as others
        on solution.identifier_number_b = others.identifier_number
    left join numbered_identifiers as ends_a
        on solution.edge_number_a = ends_a.identifier_number
    left join numbered_identifiers as ends_b
        on solution.edge_number_b = ends_b.identifier_number
    where solution.row_kind = 'event'

)

select * from identity_events
