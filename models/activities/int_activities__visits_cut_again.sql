{%- set in_visit = 'partition by visitor_key, visit_number, known_from order by event_at, event_id' %}
with

known_visits as (

    select * from {{ ref('int_activities__known_visits') }}

),

ordered_events as (

    select
        *,
        lag(event_at) over ({{ in_visit }}) as previous_event_at
    from known_visits

),

-- without an event that came later, one visit may be several parts
parted_events as (

    select
        *,
        sum({{ is_after_silence() }}) over (
            {{ in_visit }} rows between unbounded preceding and current row
        ) as part_number
    from ordered_events

),

events_with_accounts as (

    select
        *,
        {{ last_not_null('user_id') }} over (
            {{ in_visit }} rows between unbounded preceding and 1 preceding
        ) as previous_user_id,
        {{ last_not_null('case when user_id is not null then part_number end') }} over (
            {{ in_visit }} rows between unbounded preceding and 1 preceding
        ) as previous_user_part_number
    from parted_events

),

-- a session ends with its part, and where another account logs in
events_with_starts as (

    select
        *,
        case
            when user_id <> previous_user_id and part_number = previous_user_part_number then 1
            else {{ is_after_silence() }}
        end as is_start
    from events_with_accounts

),

numbered_events as (

    select
        visitor_key,
        visit_number,
        known_from,
        known_to,
        event_id,
        event_at,
        event_name,
        user_id,
        email,
        {{ event_number(in_visit) }} as event_number,
        {{ start_count(in_visit) }} as session_number
    from events_with_starts

),

visits_cut_again as (

    select
        visitor_key,
        visit_number,
        session_number,
        {{ session_columns() }},
        known_from,
        known_to
    from numbered_events
    group by visitor_key, visit_number, session_number, known_from, known_to

)

select * from visits_cut_again
