with

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

),

blocked_identifiers as (

    select * from {{ ref('blocked_identifiers') }}

),

seen as (

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

blocked as (

    select
        seen.identifier_id,
        min(blocked_identifiers.reason) as blocked_reason
    from seen
    inner join blocked_identifiers
        on seen.identifier_type = blocked_identifiers.identifier_type
        and seen.identifier_value like blocked_identifiers.value_pattern
    group by seen.identifier_id

),

-- numbered in the order of their ids, as the solver takes them
numbered as (

    select
        row_number() over (order by seen.identifier_id) - 1 as identifier_number,
        seen.identifier_id,
        seen.identifier_type,
        seen.identifier_value,
        coalesce(blocked.blocked_reason, '') <> '' as is_blocked,
        blocked.blocked_reason,
        seen.first_seen_at,
        seen.last_seen_at,
        seen.known_at,
        seen.landed_at
    from seen
    left join blocked on seen.identifier_id = blocked.identifier_id

)

select * from numbered
