with

types_of_macro as (

    {% for type in identifier_types() -%}
    select
        '{{ type }}' as identifier_type,
        {{ loop.index }} as type_position
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

types_of_seed as (

    select
        identifier_type,
        row_number() over (order by type_rank) as type_position
    from {{ ref('identifier_types') }}

)

-- a record's strongest identifier is the first of the macro's, a customer's that of the seed
select
    types_of_macro.identifier_type as type_of_macro,
    types_of_seed.identifier_type as type_of_seed,
    types_of_seed.type_position
from types_of_macro
full outer join types_of_seed on types_of_macro.identifier_type = types_of_seed.identifier_type
where
    types_of_macro.identifier_type is null
    or types_of_seed.identifier_type is null
    or types_of_macro.type_position <> types_of_seed.type_position
