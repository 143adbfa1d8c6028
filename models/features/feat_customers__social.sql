with

activities_as_of as (

    select * from {{ ref('int_features__activities_as_of') }}

),

activity_days as (

    select * from {{ ref('int_features__activity_days_as_of') }}

),

engagement_totals as (

    select
        customer_id,
        as_of_date,
        {{ sum_in_window('activity_count', 90) }} as social_engagement_count_90d,
        sum(case when activity_type = 'social_message' then activity_count else 0 end) as social_message_count_365d
    from activities_as_of
    where
        activity_type like 'social_%'
        and days_before_as_of <= 365
    group by customer_id, as_of_date

),

social_features as (

    select
        activity_days.customer_id,
        activity_days.as_of_date,
        {{ feature_number('engagement_totals.social_engagement_count_90d') }} as social_engagement_count_90d,
        {{ feature_number('engagement_totals.social_message_count_365d') }} as social_message_count_365d,
        {{ feature_number(dbt.datediff(
            'activity_days.last_activity_date', 'activity_days.as_of_date', 'day'
        )) }} as days_since_last_social_engagement
    from activity_days
    left join engagement_totals
        on activity_days.customer_id = engagement_totals.customer_id
        and activity_days.as_of_date = engagement_totals.as_of_date
    where activity_days.activity_kind = 'social'

)

select * from social_features
