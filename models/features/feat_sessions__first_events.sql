with

first_events as (

    select * from {{ ref('int_features__first_events') }}

),

visitor_sessions as (

    select * from {{ ref('int_features__visitor_sessions') }}

),

customer_features as (

    select * from {{ ref('feat_customers') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

-- whose a session was by what its first events show, as of the month start before it
customers_of_sessions as (

    select
        first_events.session_id,
        first_events.as_of_date,
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id
    from first_events
    {{ join_customer_as_of('first_events', dates='first_events') }}

),

{% set days_since_as_of = dbt.datediff('first_events.as_of_date', 'first_events.session_date', 'day') -%}
session_features as (

    select
        first_events.session_id,
        first_events.scored_at,
        first_events.as_of_date,
        first_events.known_from as known_date,
        ---------- the first three events
        first_events.platform,
        first_events.device_type,
        first_events.country,
        first_events.referrer_kind,
        first_events.utm_source,
        first_events.utm_medium,
        first_events.utm_campaign,
        first_events.third_event_name,
        first_events.is_logged_in,
        {{ feature_number('first_events.hour_of_day') }} as hour_of_day,
        {{ feature_number('first_events.day_of_week') }} as day_of_week,
        {{ feature_number('first_events.page_view_count') }} as page_view_count,
        {{ feature_number('first_events.product_view_count') }} as product_view_count,
        {{ feature_number('first_events.search_count') }} as search_count,
        {{ feature_number('first_events.cart_count') }} as cart_count,
        {{ feature_number('first_events.login_count') }} as login_count,
        {{ feature_number('first_events.checkout_count') }} as checkout_count,
        {{ feature_number('first_events.product_count') }} as product_count,
        {{ feature_number('first_events.engaged_seconds') }} as engaged_seconds,
        {{ feature_number('first_events.seconds_to_second_event') }} as seconds_to_second_event,
        {{ feature_number('first_events.seconds_to_third_event') }} as seconds_to_third_event,
        ---------- the visitor, by the day before
        {{ feature_number('visitor_sessions.session_count_90d') }} as visitor_session_count_90d,
        {{ feature_number('visitor_sessions.cart_session_count_90d') }} as visitor_cart_session_count_90d,
        {{ feature_number('visitor_sessions.order_session_count_90d') }} as visitor_order_session_count_90d,
        {{ feature_number('visitor_sessions.days_since_last_session') }} as visitor_days_since_last_session,
        ---------- the customer, as of the month start before
        customers_of_sessions.customer_id is not null as is_customer,
        customer_features.order_count_90d as customer_order_count_90d,
        customer_features.order_count_365d as customer_order_count_365d,
        customer_features.order_amount_avg_365d as customer_order_amount_avg_365d,
        customer_features.order_gap_days_avg as customer_order_gap_days_avg,
        {{ feature_number('customer_features.days_since_last_order + ' ~ days_since_as_of) }}
            as customer_days_since_last_order,
        customer_features.session_count_90d as customer_session_count_90d,
        customer_features.cart_count_90d as customer_cart_count_90d,
        customer_features.cart_abandonment_share_90d as customer_cart_abandonment_share_90d,
        customer_features.campaign_click_share_365d as customer_campaign_click_share_365d
    from first_events
    left join visitor_sessions on first_events.first_event_id = visitor_sessions.first_event_id
    left join customers_of_sessions on first_events.session_id = customers_of_sessions.session_id
    left join customer_features
        on customers_of_sessions.customer_id = customer_features.customer_id
        and customers_of_sessions.as_of_date = customer_features.as_of_date

)

select * from session_features
