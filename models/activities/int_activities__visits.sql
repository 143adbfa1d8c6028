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

-- events of a visitor without 30 minutes of silence between them, by all that is known
visits as (

    select
        visitor_key,
        event_id,
        event_at,
        event_name,
        user_id,
        email,
        known_date,
        -- only the first three are told apart, by what their sorting has at hand
        case
            when is_start = 1 then 1
            when lag(is_start) over (partition by visitor_key order by event_at, event_id) = 1 then 2
            when lag(is_start, 2) over (partition by visitor_key order by event_at, event_id) = 1 then 3
        end as event_number,
        sum(is_start) over (
            partition by visitor_key
            order by event_at, event_id
            rows between unbounded preceding and current row
        ) as visit_number
    from events_with_starts

)

select * from visits
