with

events as (

    select * from {{ ref('stg_web__events') }}

),

visitor_events as (

    select
        coalesce(anonymous_id, user_id) as visitor_key,
        *
    from events
    where
        anonymous_id is not null
        or user_id is not null

),

ordered_events as (

    select
        *,
        lag(event_at) over (partition by visitor_key order by event_at, event_id) as previous_event_at,
        {{ last_not_null('user_id') }} over (
            partition by visitor_key
            order by event_at, event_id
            rows between unbounded preceding and 1 preceding
        ) as previous_user_id
    from visitor_events

),

-- a visit ends after 30 minutes of silence, and where another account logs in
cut_events as (

    select
        *,
        case
            when previous_event_at is null then 1
            when {{ dbt.datediff('previous_event_at', 'event_at', 'second') }} > 1800 then 1
            when user_id <> previous_user_id then 1
            else 0
        end as is_first_event
    from ordered_events

),

numbered_events as (

    select
        *,
        sum(is_first_event) over (
            partition by visitor_key
            order by event_at, event_id
            rows between unbounded preceding and current row
        ) as session_number
    from cut_events

),

session_totals as (

    select
        visitor_key,
        session_number,
        max(case when is_first_event = 1 then event_id end) as first_event_id,
        max(user_id) as user_id,
        max(email) as email,
        max(anonymous_id) as anonymous_id,
        max(case when is_first_event = 1 then platform end) as platform,
        min(event_at) as started_at,
        max(event_at) as ended_at,
        sum(case when event_name = 'page_view' then 1 else 0 end) as page_view_count,
        max(case when event_name = 'add_to_cart' then 1 else 0 end) = 1 as has_cart,
        max(case when event_name = 'purchase' then 1 else 0 end) = 1 as has_order,
        max(case when is_first_event = 1 then utm_source end) as utm_source,
        max(case when is_first_event = 1 then utm_medium end) as utm_medium,
        max(case when is_first_event = 1 then utm_campaign end) as utm_campaign,
        min(known_at) as known_at
    from numbered_events
    group by visitor_key, session_number

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
        known_at
    from session_totals

)

select * from sessions
