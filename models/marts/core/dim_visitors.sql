with

identity_map as (

    select * from {{ ref('identity_map') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

sessions as (

    select * from {{ ref('sessions') }}
    where known_to is null

),

visitors as (

    select
        identity_map.profile_id,
        min(identifiers.first_seen_at) as first_seen_at,
        max(identifiers.last_seen_at) as last_seen_at
    from identity_map
    inner join identifiers on identity_map.identifier_id = identifiers.identifier_id
    where
        identity_map.customer_id is null
        and identity_map.profile_id is not null
    group by identity_map.profile_id

),

session_counts as (

    select
        coalesce(strongest.profile_id, fallback.profile_id) as profile_id,
        count(*) as session_count
    from sessions
    {{ join_customers('sessions') }}
    where coalesce(strongest.customer_id, fallback.customer_id) is null
    group by coalesce(strongest.profile_id, fallback.profile_id)

),

anonymous_profiles as (

    select
        cast(visitors.profile_id as {{ dbt.type_string() }}) as visitor_id,
        visitors.first_seen_at,
        visitors.last_seen_at,
        cast(coalesce(session_counts.session_count, 0) as {{ dbt.type_int() }}) as session_count
    from visitors
    left join session_counts on visitors.profile_id = session_counts.profile_id

)

select * from anonymous_profiles
