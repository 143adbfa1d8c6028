with

session_versions as (

    select * from {{ ref('int_activities__session_versions') }}

),

events as (

    select * from {{ ref('stg_web__events') }}

),

-- where it came from is what its first event says
with_first_events as (

    select
        session_versions.*,
        events.anonymous_id,
        events.platform,
        events.utm_source,
        events.utm_medium,
        events.utm_campaign
    from session_versions
    inner join events on session_versions.first_event_id = events.event_id

),

sessions as (

    select
        md5(coalesce(anonymous_id, user_id) || '|' || first_event_id) as session_id,
        {{ strongest_identifier_id(['user_id', 'email', 'anonymous_id']) }} as identifier_id,
        {{ fallback_identifier_id(['user_id', 'email', 'anonymous_id']) }} as fallback_identifier_id,
        platform,
        started_at,
        ended_at,
        cast({{ dbt.datediff('started_at', 'ended_at', 'second') }} as {{ dbt.type_bigint() }}) as duration_seconds,
        {{ local_date('started_at') }} as session_date,
        page_view_count,
        product_view_count,
        search_count,
        cart_count,
        cart_count > 0 as has_cart,
        has_order,
        utm_source,
        utm_medium,
        utm_campaign,
        known_from,
        known_to
    from with_first_events

)

select * from sessions
