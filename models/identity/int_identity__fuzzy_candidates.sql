-- a block of more, a default birth date or a common name, is compared only among those known first
{%- set max_block_size = 100 %}

with

fuzzy_contacts as (

    select * from {{ ref('int_identity__fuzzy_contacts') }}
    where {{ 'true' if var('identity_fuzzy_matching') else 'false' }}

),

-- one row per contact as it was once described and key that it may be found by
keys as (

    {% for columns in fuzzy_blocking_keys() -%}
    select
        {{ loop.index }} as key_number,
        {{ columns | join(" || '|' || ") }} as key_value,
        contact_id,
        known_from
    from fuzzy_contacts
    where {{ columns | join(' is not null and ') }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

ranked as (

    select
        key_number,
        key_value,
        contact_id,
        known_from,
        row_number() over (partition by key_number, key_value order by known_from, contact_id) as place_in_block
    from keys

),

blocks as (

    select * from ranked
    where place_in_block <= {{ max_block_size }}

),

candidates as (

    select distinct
        blocks_a.contact_id as contact_id_a,
        blocks_a.known_from as known_from_a,
        blocks_b.contact_id as contact_id_b,
        blocks_b.known_from as known_from_b
    from blocks as blocks_a
    inner join blocks as blocks_b
        on blocks_a.key_number = blocks_b.key_number
        and blocks_a.key_value = blocks_b.key_value
        and blocks_a.contact_id < blocks_b.contact_id

)

select * from candidates
