with

visits as (

    select * from {{ ref('int_activities__visits') }}

),

visits_with_dates as (

    select
        *,
        min(known_date) over (partition by visitor_key, visit_number) as first_known_date,
        max(known_date) over (partition by visitor_key, visit_number) as last_known_date
    from visits

),

-- visits that came piece by piece: what was known of them changed at these dates
visit_dates as (

    select
        visitor_key,
        visit_number,
        known_date as known_from,
        lead(known_date) over (
            partition by visitor_key, visit_number order by known_date
        ) as known_to
    from visits_with_dates
    where first_known_date < last_known_date
    group by visitor_key, visit_number, known_date

),

known_at_once as (

    select
        visits_with_dates.*,
        visits_with_dates.known_date as known_from,
        cast(null as date) as known_to
    from visits_with_dates
    where visits_with_dates.first_known_date = visits_with_dates.last_known_date

),

known_by_pieces as (

    select
        visits_with_dates.*,
        visit_dates.known_from,
        visit_dates.known_to
    from visits_with_dates
    inner join visit_dates
        on visits_with_dates.visitor_key = visit_dates.visitor_key
        and visits_with_dates.visit_number = visit_dates.visit_number
        and visits_with_dates.known_date <= visit_dates.known_from

),

-- one row per event and span of dates over which its visit was known so
known_visits as (

    select * from known_at_once
    union all
    select * from known_by_pieces

)

select * from known_visits
