with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

activity_days as (

    select * from {{ ref('int_features__activity_days') }}

),

daily_activities as (

    select * from {{ ref('daily_activities') }}

),

activities_taken_away as (

    select * from {{ ref('int_features__activities_taken_away') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

days_as_of as (

    select
        activity_days.identifier_id,
        activity_days.fallback_identifier_id,
        activity_days.activity_kind,
        as_of_dates.as_of_date,
        activity_days.first_activity_date,
        activity_days.last_activity_date
    from activity_days
    inner join as_of_dates
        on activity_days.seen_from <= as_of_dates.as_of_date
        and (activity_days.seen_to > as_of_dates.as_of_date or activity_days.seen_to is null)

),

-- where something ceased to hold: days on which something was left, counted for each date
days_left_as_of as (

    select
        daily_activities.identifier_id,
        daily_activities.fallback_identifier_id,
        {{ activity_kind('daily_activities.activity_type') }} as activity_kind,
        as_of_dates.as_of_date,
        daily_activities.activity_date as first_activity_date,
        daily_activities.activity_date as last_activity_date
    from daily_activities
    inner join activities_taken_away
        on daily_activities.identifier_id = activities_taken_away.identifier_id
        and daily_activities.activity_type = activities_taken_away.activity_type
    inner join as_of_dates
        on daily_activities.known_date < as_of_dates.as_of_date
        and daily_activities.activity_date < as_of_dates.as_of_date
    group by
        daily_activities.identifier_id,
        daily_activities.fallback_identifier_id,
        daily_activities.activity_type,
        as_of_dates.as_of_date,
        daily_activities.activity_date
    having sum(daily_activities.activity_count) > 0

),

all_days as (

    select * from days_as_of
    union all
    select * from days_left_as_of

),

days_of_customers as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        all_days.as_of_date,
        all_days.activity_kind,
        all_days.first_activity_date,
        all_days.last_activity_date
    from all_days
    {{ join_customer_as_of('all_days', dates='all_days') }}

),

activity_days_as_of as (

    select
        customer_id,
        as_of_date,
        activity_kind,
        min(first_activity_date) as first_activity_date,
        max(last_activity_date) as last_activity_date
    from days_of_customers
    group by customer_id, as_of_date, activity_kind

)

select * from activity_days_as_of
