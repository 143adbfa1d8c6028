with

first_events as (

    select * from {{ ref('int_features__first_events') }}

),

session_versions as (

    select * from {{ ref('int_activities__session_versions') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

latest as (

    select max(as_of_date) as latest_date from as_of_dates

),

-- two nights after its start was known, a session that crossed midnight is known whole
settled_sessions as (

    select
        first_events.session_id,
        first_events.first_event_id,
        first_events.scored_at,
        cast({{ dbt.dateadd('day', 2, 'first_events.known_from') }} as date) as label_date
    from first_events
    cross join latest
    where cast({{ dbt.dateadd('day', 2, 'first_events.known_from') }} as date) <= latest.latest_date

),

labels as (

    select
        settled_sessions.session_id,
        settled_sessions.scored_at,
        settled_sessions.label_date,
        max(case when session_versions.has_order then 1 else 0 end) = 1 as has_order
    from settled_sessions
    inner join session_versions
        on settled_sessions.first_event_id = session_versions.first_event_id
        and settled_sessions.label_date > session_versions.known_from
    group by settled_sessions.session_id, settled_sessions.scored_at, settled_sessions.label_date

)

select * from labels
