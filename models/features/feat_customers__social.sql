with

activities_as_of as (

    select * from {{ ref('int_features__activities_as_of') }}

),

activity_days as (

    select * from {{ ref('int_features__activity_days_as_of') }}

),

last_engagements as (

    select
        customer_id,
        as_of_date,
        max(last_activity_date) as last_engagement_date
    from activity_days
    where activity_type like 'social_%'
    group by customer_id, as_of_date

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
        last_engagements.customer_id,
        last_engagements.as_of_date,
        {{ feature_number('engagement_totals.social_engagement_count_90d') }} as social_engagement_count_90d,
        {{ feature_number('engagement_totals.social_message_count_365d') }} as social_message_count_365d,
        {{ feature_number(dbt.datediff(
            'last_engagements.last_engagement_date', 'last_engagements.as_of_date', 'day'
        )) }} as days_since_last_social_engagement
    from last_engagements
    left join engagement_totals
        on last_engagements.customer_id = engagement_totals.customer_id
        and last_engagements.as_of_date = engagement_totals.as_of_date

)

select * from social_features
