with

decided_edges as (

    select * from {{ ref('int_identity__decided_edges') }}

),

used_edges as (

    select
        identifier_id_a,
        identifier_id_b,
        rule,
        first_observed_at,
        known_at
    from decided_edges
    where reason = 'used'

)

select * from used_edges
