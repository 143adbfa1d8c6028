with

decided_edges as (

    select * from {{ ref('int_identity__decided_edges') }}

),

refused_edges as (

    select * from decided_edges
    where reason <> 'used'

)

select * from refused_edges
