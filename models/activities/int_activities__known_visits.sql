with

visits as (

    select * from {{ ref('int_activities__visits') }}

),

visit_totals as (

    select * from {{ ref('int_activities__visit_totals') }}

),

-- events of visits that came piece by piece, or in which accounts changed
events_cut_again as (

    select visits.*
    from visits
    inner join visit_totals
        on visits.visitor_key = visit_totals.visitor_key
        and visits.visit_number = visit_totals.visit_number
        and visit_totals.is_cut_again

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

-- one row per event and span of dates over which its visit was known so
known_visits as (

    select
        events_cut_again.*,
        visit_dates.known_from,
        visit_dates.known_to
    from events_cut_again
    inner join visit_dates
        on events_cut_again.visitor_key = visit_dates.visitor_key
        and events_cut_again.visit_number = visit_dates.visit_number
        and events_cut_again.known_date <= visit_dates.known_from

)

select * from known_visits
