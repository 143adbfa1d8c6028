with

events as (

    select * from {{ ref('stg_web__events') }}

),

-- few columns: they are sorted twice
visitor_events as (

    select
        visitor_key,
        event_id,
        event_at,
        event_name,
        user_id,
        email,
        {{ local_date('known_at') }} as known_date
    from events
    where visitor_key is not null

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
        visitor_key,
        event_id,
        event_at,
        event_name,
        user_id,
        email,
        known_date,
        {{ is_after_silence() }} as is_start
    from ordered_events

),

numbered_events as (

    select
        visitor_key,
        event_id,
        event_at,
        event_name,
        user_id,
        email,
        known_date,
        {{ event_number('partition by visitor_key order by event_at, event_id') }} as event_number,
        {{ start_count('partition by visitor_key order by event_at, event_id') }} as visit_number
    from events_with_starts

),

visits as (

    select
        visitor_key,
        visit_number,
        {{ session_columns() }},
        min(known_date) as first_known_from,
        max(known_date) as known_from,
        coalesce(min(user_id) < max(user_id), false) as has_many_accounts
    from numbered_events
    group by visitor_key, visit_number

)

select * from visits
