with

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

),

overruled_landings as (

    select * from {{ ref('int_identity__overruled_landings') }}

),

shown as (

    select
        identifier_id,
        min(identifier_type) as identifier_type,
        min(identifier_value) as identifier_value,
        min(first_observed_at) as first_seen_at,
        max(last_observed_at) as last_seen_at,
        min(known_at) as known_at,
        min(landed_at) as landed_at
    from observed_identifiers
    group by identifier_id

),

landed_before as (

    select
        identifier_id,
        min(landed_at) as landed_at
    from overruled_landings
    group by identifier_id

),

seen_identifiers as (

    select
        shown.identifier_id,
        shown.identifier_type,
        shown.identifier_value,
        shown.first_seen_at,
        shown.last_seen_at,
        shown.known_at,
        least(shown.landed_at, coalesce(landed_before.landed_at, shown.landed_at)) as landed_at
    from shown
    left join landed_before on shown.identifier_id = landed_before.identifier_id

)

select * from seen_identifiers
