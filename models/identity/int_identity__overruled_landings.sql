with

-- copies that staging kept until another one landed, which says something else
overruled_copies as (

    select * from {{ ref('int_identity__repeated_copies') }}
    where content_hash <> kept_content_hash and landed_at < overruled_at

),

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

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
