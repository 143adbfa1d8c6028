{{ config(materialized='view') }}

with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

daily_activities as (

    select * from {{ ref('daily_activities') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

-- what each customer was known, at each date, to have done before it
activities_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        daily_activities.activity_date,
        {{ dbt.datediff('daily_activities.activity_date', 'as_of_dates.as_of_date', 'day') }} as days_before_as_of,
        daily_activities.activity_type,
        daily_activities.channel,
        daily_activities.store_id,
        daily_activities.activity_count,
        daily_activities.revenue_amount,
        daily_activities.discount_amount,
        daily_activities.duration_seconds
    from daily_activities
    inner join as_of_dates
        on {{ is_before('daily_activities.known_date') }}
        and {{ is_before('daily_activities.activity_date') }}
    {{ join_customer_as_of('daily_activities') }}

)

select * from activities_as_of
