with

features as (

    select * from {{ ref('feat_customers') }}

),

segments as (

    select * from {{ ref('score_customer__segment') }}

),

segment_features as (

    select
        features.*,
        segments.segment_number,
        segments.segment_name,
        case when features.is_email_contactable then 1.0 else 0.0 end as is_contactable
    from features
    inner join segments
        on cast(features.customer_id as {{ dbt.type_string() }}) = segments.customer_id
        and features.as_of_date = segments.as_of_date

),

-- one feature a topic: those that move together would say the same thing twice
totals as (

    {{ profile_feature('days_since_last_order', 'days since the last order') }}
    union all
    {{ profile_feature('days_since_first_order', 'days since the first order') }}
    union all
    {{ profile_feature('order_gap_days_avg', 'days between orders') }}
    union all
    {{ profile_feature('order_count_90d', 'orders in 90 days') }}
    union all
    {{ profile_feature('order_amount_sum_365d', 'spend in 365 days') }}
    union all
    {{ profile_feature('order_amount_avg_365d', 'spend per order') }}
    union all
    {{ profile_feature('category_count_90d', 'categories bought in 90 days') }}
    union all
    {{ profile_feature('discount_share_90d', 'discount on what they bought', 'share') }}
    union all
    {{ profile_feature('coupon_redemption_count_365d', 'coupons redeemed in 365 days') }}
    union all
    {{ profile_feature('return_count_365d', 'returns in 365 days') }}
    union all
    {{ profile_feature('session_count_90d', 'visits to web and app in 90 days') }}
    union all
    {{ profile_feature('store_visit_count_90d', 'store visits in 90 days') }}
    union all
    {{ profile_feature('ticket_count_365d', 'support tickets in 365 days') }}
    union all
    {{ profile_feature('campaign_open_share_365d', 'campaign messages opened', 'share') }}
    union all
    {{ profile_feature('social_engagement_count_90d', 'social engagements in 90 days') }}
    union all
    {{ profile_feature('loyalty_points_balance', 'loyalty points') }}
    union all
    {{ profile_feature('device_usage_minutes_30d', 'minutes of device use in 30 days') }}
    union all
    {{ profile_feature('is_contactable', 'may be written e-mails', 'share') }}

),

means as (

    select
        *,
        {{ feature_number('value_sum / nullif(value_count, 0)') }} as segment_mean,
        {{ feature_number(
            'sum(value_sum) over (partition by as_of_date, feature_name)'
            ~ ' / nullif(sum(value_count) over (partition by as_of_date, feature_name), 0)'
        ) }} as overall_mean,
        sum(square_sum) over (partition by as_of_date, feature_name)
        / nullif(sum(value_count) over (partition by as_of_date, feature_name), 0) as square_mean
    from totals

),

-- of what everybody has alike, or nobody of the segment has at all, nothing is said
differences as (

    select
        *,
        {{ feature_number('(segment_mean - overall_mean) / sqrt(square_mean - overall_mean * overall_mean)') }}
            as standardised_difference
    from means
    where
        segment_mean is not null
        and square_mean - overall_mean * overall_mean > 0.000001

),

segment_profile_features as (

    select
        as_of_date,
        segment_number,
        segment_name,
        feature_name,
        segment_mean,
        overall_mean,
        standardised_difference,
        cast(row_number() over (
            partition by as_of_date, segment_number
            order by abs(standardised_difference) desc, feature_name
        ) as {{ dbt.type_int() }}) as difference_rank,
        feature_said || ': ' || {{ said_mean('segment_mean') }}
        || ', on average ' || {{ said_mean('overall_mean') }} as difference_said
    from differences

)

select * from segment_profile_features
