with

known_visits as (

    select * from {{ ref('int_activities__known_visits') }}

),

ordered_events as (

    select
        *,
        lag(event_at) over (
            partition by visitor_key, visit_number, known_from order by event_at, event_id
        ) as previous_event_at
    from known_visits

),

-- without an event that came later, one visit may be several
parted_events as (

    select
        *,
        sum({{ is_after_silence() }}) over (
            partition by visitor_key, visit_number, known_from order by event_at, event_id
            rows between unbounded preceding and current row
        ) as part_number
    from ordered_events

),

events_with_accounts as (

    select
        *,
        {{ last_not_null('user_id') }} over (
            partition by visitor_key, visit_number, known_from, part_number order by event_at, event_id
            rows between unbounded preceding and 1 preceding
        ) as previous_user_id
    from parted_events

),

-- a session ends with its visit, and where another account logs in
numbered_events as (

    select
        *,
        sum(case when user_id <> previous_user_id then 1 else 0 end) over (
            partition by visitor_key, visit_number, known_from, part_number order by event_at, event_id
            rows between unbounded preceding and current row
        ) as session_number
    from events_with_accounts

),

ranked_events as (

    select
        *,
        row_number() over (
            partition by visitor_key, visit_number, known_from, part_number, session_number order by event_at, event_id
        ) as event_rank
    from numbered_events

),

session_totals as (

    select
        visitor_key,
        visit_number,
        part_number,
        session_number,
        known_from,
        known_to,
        max(case when event_rank = 1 then event_id end) as first_event_id,
        max(user_id) as user_id,
        max(email) as email,
        max(anonymous_id) as anonymous_id,
        max(case when event_rank = 1 then platform end) as platform,
        min(event_at) as started_at,
        max(event_at) as ended_at,
        sum(case when event_name = 'page_view' then 1 else 0 end) as page_view_count,
        max(case when event_name = 'add_to_cart' then 1 else 0 end) = 1 as has_cart,
        max(case when event_name = 'purchase' then 1 else 0 end) = 1 as has_order,
        max(case when event_rank = 1 then utm_source end) as utm_source,
        max(case when event_rank = 1 then utm_medium end) as utm_medium,
        max(case when event_rank = 1 then utm_campaign end) as utm_campaign
    from ranked_events
    group by visitor_key, visit_number, part_number, session_number, known_from, known_to

),

sessions as (

    select
        md5(visitor_key || '|' || first_event_id) as session_id,
        {{ strongest_identifier_id(['user_id', 'email', 'anonymous_id']) }} as identifier_id,
        {{ fallback_identifier_id(['user_id', 'email', 'anonymous_id']) }} as fallback_identifier_id,
        platform,
        started_at,
        ended_at,
        {{ local_date('started_at') }} as session_date,
        page_view_count,
        has_cart,
        has_order,
        utm_source,
        utm_medium,
        utm_campaign,
        known_from,
        known_to
    from session_totals

)

select * from sessions
