with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

daily_activities as (

    select * from {{ ref('daily_activities') }}

),

activities_taken_away as (

    select * from {{ ref('int_features__activities_taken_away') }}

),

-- each as-of date with the one before it
as_of_spans as (

    select
        as_of_date,
        coalesce(lag(as_of_date) over (order by as_of_date), cast('0001-01-01' as date)) as previous_as_of_date
    from as_of_dates

),

-- what they did, but for that of which something ceased to hold
activities_that_held as (

    select
        daily_activities.identifier_id,
        daily_activities.fallback_identifier_id,
        {{ activity_kind('daily_activities.activity_type') }} as activity_kind,
        daily_activities.activity_date,
        greatest(daily_activities.known_date, daily_activities.activity_date) as seen_date
    from daily_activities
    left join activities_taken_away
        on daily_activities.identifier_id = activities_taken_away.identifier_id
        and daily_activities.activity_type = activities_taken_away.activity_type
    where
        daily_activities.identifier_id is not null
        and {{ is_done_by_customer('daily_activities.activity_type') }}
        and daily_activities.activity_count > 0
        and activities_taken_away.identifier_id is null

),

-- a day once seen is seen at every later as-of date
days_first_seen as (

    select
        activities_that_held.identifier_id,
        activities_that_held.fallback_identifier_id,
        activities_that_held.activity_kind,
        as_of_spans.as_of_date,
        min(activities_that_held.activity_date) as first_activity_date,
        max(activities_that_held.activity_date) as last_activity_date
    from activities_that_held
    inner join as_of_spans
        on activities_that_held.seen_date < as_of_spans.as_of_date
        and activities_that_held.seen_date >= as_of_spans.previous_as_of_date
    group by
        activities_that_held.identifier_id,
        activities_that_held.fallback_identifier_id,
        activities_that_held.activity_kind,
        as_of_spans.as_of_date

),

-- one row per identifier pair, kind and span of as-of dates at which these were the days
activity_days as (

    select
        identifier_id,
        fallback_identifier_id,
        activity_kind,
        as_of_date as seen_from,
        lead(as_of_date) over (
            partition by identifier_id, fallback_identifier_id, activity_kind order by as_of_date
        ) as seen_to,
        min(first_activity_date) over (
            partition by identifier_id, fallback_identifier_id, activity_kind order by as_of_date
            rows between unbounded preceding and current row
        ) as first_activity_date,
        max(last_activity_date) over (
            partition by identifier_id, fallback_identifier_id, activity_kind order by as_of_date
            rows between unbounded preceding and current row
        ) as last_activity_date
    from days_first_seen

)

select * from activity_days
