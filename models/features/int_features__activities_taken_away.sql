with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

daily_activities as (

    select * from {{ ref('daily_activities') }}

),

-- what ceased to hold after it was known: a cancelled order, a visit cut again; few
activities_taken_away as (

    select distinct
        daily_activities.identifier_id,
        daily_activities.activity_type
    from daily_activities
    inner join as_of_dates
        on daily_activities.known_date < as_of_dates.as_of_date
        and as_of_dates.is_latest
    where
        daily_activities.activity_count < 0
        and {{ is_done_by_customer('daily_activities.activity_type') }}
        and daily_activities.identifier_id is not null

)

select * from activities_taken_away
