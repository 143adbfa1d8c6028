with

activities_as_of as (

    select * from {{ ref('int_features__activities_as_of') }}

),

activity_days as (

    select * from {{ ref('int_features__activity_days_as_of') }}

),

-- pings of one day inside one store are one visit, whichever device sent them
visit_days as (

    select
        customer_id,
        as_of_date,
        store_id,
        days_before_as_of,
        sum(duration_seconds) as dwell_seconds
    from activities_as_of
    where
        activity_type = 'store_visit'
        and days_before_as_of <= 365
    group by customer_id, as_of_date, store_id, days_before_as_of

),

visit_totals as (

    select
        customer_id,
        as_of_date,
        {{ sum_in_window('1', 90) }} as store_visit_count_90d,
        {{ sum_in_window('dwell_seconds', 90) }} as dwell_seconds_90d,
        count(distinct store_id) as visited_store_count_365d
    from visit_days
    group by customer_id, as_of_date

),

store_visit_features as (

    select
        activity_days.customer_id,
        activity_days.as_of_date,
        {{ feature_number('visit_totals.store_visit_count_90d') }} as store_visit_count_90d,
        {{ feature_number('visit_totals.dwell_seconds_90d / 60') }} as dwell_minutes_sum_90d,
        {{ feature_number('visit_totals.visited_store_count_365d') }} as visited_store_count_365d,
        {{ feature_number(dbt.datediff(
            'activity_days.last_activity_date', 'activity_days.as_of_date', 'day'
        )) }} as days_since_last_store_visit
    from activity_days
    left join visit_totals
        on activity_days.customer_id = visit_totals.customer_id
        and activity_days.as_of_date = visit_totals.as_of_date
    where activity_days.activity_kind = 'store_visit'

)

select * from store_visit_features
