{{ config(materialized='view') }}

with

events as (

    select * from {{ ref('stg_web__events') }}

),

visits as (

    select * from {{ ref('int_activities__visits') }}

),

-- events of visits that came piece by piece, or in which accounts changed
events_cut_again as (

    select
        visits.visitor_key,
        visits.visit_number,
        visits.has_many_accounts,
        events.event_id,
        events.event_at,
        events.event_name,
        events.user_id,
        events.email,
        {{ local_date('events.known_at') }} as known_date
    from visits
    inner join events
        on visits.visitor_key = events.visitor_key
        and events.event_at between visits.started_at and visits.ended_at
    where visits.first_known_from < visits.known_from or visits.has_many_accounts

),

-- what was known of them changed at these dates
visit_dates as (

    select
        visitor_key,
        visit_number,
        known_date as known_from,
        lead(known_date) over (
            partition by visitor_key, visit_number order by known_date
        ) as known_to
    from events_cut_again
    group by visitor_key, visit_number, known_date

),

-- one row per event and span of dates over which its visit was known so; of one account,
-- the visit as a whole is one session
known_visits as (

    select
        events_cut_again.visitor_key,
        events_cut_again.visit_number,
        events_cut_again.event_id,
        events_cut_again.event_at,
        events_cut_again.event_name,
        events_cut_again.user_id,
        events_cut_again.email,
        visit_dates.known_from,
        visit_dates.known_to
    from events_cut_again
    inner join visit_dates
        on events_cut_again.visitor_key = visit_dates.visitor_key
        and events_cut_again.visit_number = visit_dates.visit_number
        and events_cut_again.known_date <= visit_dates.known_from
    where visit_dates.known_to is not null or events_cut_again.has_many_accounts

)

select * from known_visits
