with

daily_activities as (

    select * from {{ ref('daily_activities') }}

),

-- what ceased to hold after it was known: a cancelled order, a visit cut again; few
activities_taken_away as (

    select distinct
        identifier_id,
        activity_type
    from daily_activities
    where
        activity_count < 0
        and identifier_id is not null

)

select * from activities_taken_away
