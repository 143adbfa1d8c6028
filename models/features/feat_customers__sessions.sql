with

activity_days as (

    select * from {{ ref('int_features__activity_days_as_of') }}

),

session_totals as (

    select * from {{ ref('int_features__session_totals') }}

),

session_features as (

    select
        activity_days.customer_id,
        activity_days.as_of_date,
        {{ feature_number('session_totals.session_count_30d') }} as session_count_30d,
        {{ feature_number('session_totals.session_count_90d') }} as session_count_90d,
        {{ feature_number('session_totals.session_count_365d') }} as session_count_365d,
        {{ feature_number(
            'session_totals.app_session_count_90d / nullif(session_totals.session_count_90d, 0)'
        ) }} as app_session_share_90d,
        {{ feature_number('session_totals.page_view_count_90d') }} as page_view_count_90d,
        {{ feature_number('session_totals.product_view_count_90d') }} as product_view_count_90d,
        {{ feature_number('session_totals.search_count_90d') }} as search_count_90d,
        {{ feature_number('session_totals.cart_count_90d') }} as cart_count_90d,
        {{ feature_number(
            'session_totals.abandoned_cart_session_count_90d / nullif(session_totals.cart_session_count_90d, 0)'
        ) }} as cart_abandonment_share_90d,
        {{ feature_number(
            'session_totals.duration_seconds_90d / nullif(session_totals.session_count_90d, 0)'
        ) }} as session_duration_seconds_avg_90d,
        {{ feature_number(dbt.datediff(
            'activity_days.last_activity_date', 'activity_days.as_of_date', 'day'
        )) }} as days_since_last_session
    from activity_days
    left join session_totals
        on activity_days.customer_id = session_totals.customer_id
        and activity_days.as_of_date = session_totals.as_of_date
    where activity_days.activity_kind = 'session'

)

select * from session_features
