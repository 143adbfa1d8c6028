with

backdated_landings as (

    select * from {{ ref('int_identity__backdated_landings') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

numbered_landings as (

    select
        numbered_identifiers.identifier_number,
        backdated_landings.known_date,
        backdated_landings.landed_date
    from backdated_landings
    inner join numbered_identifiers on backdated_landings.identifier_id = numbered_identifiers.identifier_id

)

select * from numbered_landings
