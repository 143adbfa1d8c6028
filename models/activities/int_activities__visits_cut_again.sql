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
        visitor_key,
        visit_number,
        part_number,
        session_number,
        known_from,
        known_to,
        event_id,
        event_at,
        event_name,
        user_id,
        email,
        row_number() over (
            partition by visitor_key, visit_number, known_from, part_number, session_number
            order by event_at, event_id
        ) as event_number
    from numbered_events

),

visits_cut_again as (

    select
        visitor_key,
        visit_number,
        part_number,
        session_number,
        {{ session_columns() }},
        known_from,
        known_to
    from ranked_events
    group by visitor_key, visit_number, part_number, session_number, known_from, known_to

)

select * from visits_cut_again
