with

events as (

    select * from {{ ref('stg_web__events') }}

),

visitor_events as (

    select
        coalesce(anonymous_id, user_id) as visitor_key,
        event_id,
        event_at,
        event_name,
        platform,
        anonymous_id,
        user_id,
        email,
        utm_source,
        utm_medium,
        utm_campaign,
        {{ local_date('known_at') }} as known_date
    from events
    where
        anonymous_id is not null
        or user_id is not null

),

ordered_events as (

    select
        *,
        lag(event_at) over (partition by visitor_key order by event_at, event_id) as previous_event_at
    from visitor_events

),

-- a visit starts where a visitor comes back after 30 minutes of silence
events_with_starts as (

    select
        *,
        {{ is_after_silence() }} as is_start
    from ordered_events

),

-- events of a visitor without 30 minutes of silence between them, by all that is known
visits as (

    select
        visitor_key,
        event_id,
        event_at,
        event_name,
        platform,
        anonymous_id,
        user_id,
        email,
        utm_source,
        utm_medium,
        utm_campaign,
        known_date,
        is_start = 1 as is_first_event,
        sum(is_start) over (
            partition by visitor_key
            order by event_at, event_id
            rows between unbounded preceding and current row
        ) as visit_number
    from events_with_starts

)

select * from visits
