with

session_versions as (

    select * from {{ ref('int_activities__session_versions') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

latest as (

    select max(as_of_date) as latest_date from as_of_dates

),

-- each month start kept, and the one before which it is the last
as_of_spans as (

    select
        as_of_dates.as_of_date,
        lead(as_of_dates.as_of_date, 1, latest.latest_date) over (order by as_of_dates.as_of_date) as next_as_of_date
    from as_of_dates
    cross join latest

),

-- sessions as they were first known with three events: what came late changes nothing
first_versions as (

    select
        visitor_key,
        first_event_id,
        second_event_id,
        third_event_id,
        {{ local_date('started_at') }} as session_date,
        known_from,
        row_number() over (partition by first_event_id order by known_from) as version_number
    from session_versions
    where third_event_id is not null

),

session_starts as (

    select
        first_versions.visitor_key,
        first_versions.first_event_id,
        first_versions.second_event_id,
        first_versions.third_event_id,
        first_versions.session_date,
        first_versions.known_from,
        as_of_spans.as_of_date
    from first_versions
    cross join latest
    inner join as_of_spans
        on first_versions.session_date >= as_of_spans.as_of_date
        and first_versions.session_date < as_of_spans.next_as_of_date
    where
        first_versions.version_number = 1
        and first_versions.known_from < latest.latest_date

)

select * from session_starts
