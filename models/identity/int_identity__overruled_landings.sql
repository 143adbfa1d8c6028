with

repeated_copies as (

    select * from {{ ref('int_identity__repeated_copies') }}

),

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

),

-- since when a copy is there that is kept before it and says something else
overruled_from as (

    select
        copies.landed_file_id,
        copies.landed_row_number,
        copies.entity,
        min(others.landed_at) as overruled_at
    from repeated_copies as copies
    inner join repeated_copies as others
        on copies.entity = others.entity
        and copies.record_id = others.record_id
        and (not copies.is_state or copies.known_at = others.known_at)
        and copies.copy_rank > others.copy_rank
        and copies.content_hash <> others.content_hash
    where copies.content_hash <> copies.kept_content_hash
    group by copies.landed_file_id, copies.landed_row_number, copies.entity

),

-- copies that staging kept until then
overruled_copies as (

    select
        repeated_copies.*,
        overruled_from.overruled_at
    from repeated_copies
    inner join overruled_from
        on repeated_copies.entity = overruled_from.entity
        and repeated_copies.landed_file_id = overruled_from.landed_file_id
        and repeated_copies.landed_row_number = overruled_from.landed_row_number
    where repeated_copies.landed_at < overruled_from.overruled_at

),

shown as (

    {{ unpivoted_identifiers('overruled_copies', ['known_at', 'landed_at', 'overruled_at']) }}

),

-- with what is believed and landed before the copy was overruled; later there is a gap
shown_since as (

    select
        shown.identifier_type,
        shown.identifier_value,
        shown.known_at,
        shown.landed_at,
        min(observed_identifiers.known_at) as believed_known_at
    from shown
    inner join observed_identifiers
        on shown.identifier_type = observed_identifiers.identifier_type
        and shown.identifier_value = observed_identifiers.identifier_value
        and observed_identifiers.landed_date <= {{ local_date('shown.overruled_at') }}
    group by shown.identifier_type, shown.identifier_value, shown.known_at, shown.landed_at

),

-- one has landed since then from when both the copy and what is believed are known
overruled_landings as (

    select
        {{ identifier_id('identifier_type', 'identifier_value') }} as identifier_id,
        identifier_type,
        identifier_value,
        greatest(known_at, believed_known_at) as known_at,
        {{ local_date('landed_at') }} as landed_date,
        min(landed_at) as landed_at
    from shown_since
    group by
        identifier_type,
        identifier_value,
        greatest(known_at, believed_known_at),
        {{ local_date('landed_at') }}

)

select * from overruled_landings
