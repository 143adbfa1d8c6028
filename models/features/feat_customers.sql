with

customers_as_of as (

    select * from {{ ref('customers_as_of') }}

),

person as (

    select * from {{ ref('feat_customers__person') }}

),

orders as (

    select * from {{ ref('feat_customers__orders') }}

),

baskets as (

    select * from {{ ref('feat_customers__baskets') }}

),

categories as (

    select * from {{ ref('feat_customers__categories') }}

),

stores as (

    select * from {{ ref('feat_customers__stores') }}

),

coupons as (

    select * from {{ ref('feat_customers__coupons') }}

),

campaigns as (

    select * from {{ ref('feat_customers__campaigns') }}

),

subscriptions as (

    select * from {{ ref('feat_customers__subscriptions') }}

),

service as (

    select * from {{ ref('feat_customers__service') }}

),

ticket_messages as (

    select * from {{ ref('feat_customers__ticket_messages') }}

),

reviews as (

    select * from {{ ref('feat_customers__reviews') }}

),

social as (

    select * from {{ ref('feat_customers__social') }}

),

sessions as (

    select * from {{ ref('feat_customers__sessions') }}

),

store_visits as (

    select * from {{ ref('feat_customers__store_visits') }}

),

devices as (

    select * from {{ ref('feat_customers__devices') }}

),

channels as (

    select * from {{ ref('feat_customers__channels') }}

),

loyalty as (

    select * from {{ ref('feat_customers__loyalty') }}

),

consents as (

    select * from {{ ref('feat_customers__consents') }}

),

-- counts and sums of what never happened are 0; averages of nothing are null
customer_features as (

    select
        customers_as_of.customer_id,
        customers_as_of.as_of_date,
        coalesce(person.identifier_count, 0) as identifier_count,
        person.age_years,
        person.days_since_first_seen,
        coalesce(person.has_account, false) as has_account,
        coalesce(person.contact_count, 0) as contact_count,
        coalesce(orders.order_count_30d, 0) as order_count_30d,
        coalesce(orders.order_count_90d, 0) as order_count_90d,
        coalesce(orders.order_count_180d, 0) as order_count_180d,
        coalesce(orders.order_count_365d, 0) as order_count_365d,
        coalesce(orders.order_count_lifetime, 0) as order_count_lifetime,
        coalesce(orders.order_day_count_lifetime, 0) as order_day_count_lifetime,
        coalesce(orders.order_amount_sum_30d, 0) as order_amount_sum_30d,
        coalesce(orders.order_amount_sum_90d, 0) as order_amount_sum_90d,
        coalesce(orders.order_amount_sum_180d, 0) as order_amount_sum_180d,
        coalesce(orders.order_amount_sum_365d, 0) as order_amount_sum_365d,
        coalesce(orders.order_amount_sum_lifetime, 0) as order_amount_sum_lifetime,
        orders.order_amount_avg_365d,
        orders.days_since_last_order,
        orders.days_since_first_order,
        coalesce(orders.repeat_order_count, 0) as repeat_order_count,
        orders.days_first_to_last_order,
        orders.order_day_amount_avg_repeat,
        orders.order_gap_days_avg,
        orders.order_gap_days_std,
        baskets.line_count_avg_90d,
        baskets.quantity_avg_90d,
        coalesce(baskets.discount_amount_sum_90d, 0) as discount_amount_sum_90d,
        baskets.discount_share_90d,
        coalesce(baskets.return_count_365d, 0) as return_count_365d,
        coalesce(baskets.return_amount_sum_365d, 0) as return_amount_sum_365d,
        coalesce(categories.category_count_90d, 0) as category_count_90d,
        coalesce(categories.category_count_365d, 0) as category_count_365d,
        categories.top_category_share_365d,
        coalesce(stores.store_count_365d, 0) as store_count_365d,
        stores.top_store_share_365d,
        coalesce(coupons.coupon_redemption_count_90d, 0) as coupon_redemption_count_90d,
        coalesce(coupons.coupon_redemption_count_365d, 0) as coupon_redemption_count_365d,
        coalesce(campaigns.campaign_contact_count_90d, 0) as campaign_contact_count_90d,
        campaigns.campaign_open_share_365d,
        campaigns.campaign_click_share_365d,
        coalesce(subscriptions.is_unsubscribed, false) as is_unsubscribed,
        coalesce(service.ticket_count_90d, 0) as ticket_count_90d,
        coalesce(service.ticket_count_365d, 0) as ticket_count_365d,
        coalesce(service.open_ticket_count, 0) as open_ticket_count,
        service.days_since_last_ticket,
        service.ticket_resolution_hours_avg_365d,
        service.first_response_hours_avg_365d,
        service.satisfaction_rating_avg_365d,
        coalesce(ticket_messages.ticket_message_count_90d, 0) as ticket_message_count_90d,
        coalesce(reviews.review_count_365d, 0) as review_count_365d,
        reviews.review_rating_avg_365d,
        coalesce(reviews.low_rating_count_365d, 0) as low_rating_count_365d,
        coalesce(social.social_engagement_count_90d, 0) as social_engagement_count_90d,
        coalesce(social.social_message_count_365d, 0) as social_message_count_365d,
        social.days_since_last_social_engagement,
        coalesce(sessions.session_count_30d, 0) as session_count_30d,
        coalesce(sessions.session_count_90d, 0) as session_count_90d,
        coalesce(sessions.session_count_365d, 0) as session_count_365d,
        sessions.app_session_share_90d,
        coalesce(sessions.page_view_count_90d, 0) as page_view_count_90d,
        coalesce(sessions.product_view_count_90d, 0) as product_view_count_90d,
        coalesce(sessions.search_count_90d, 0) as search_count_90d,
        coalesce(sessions.cart_count_90d, 0) as cart_count_90d,
        sessions.cart_abandonment_share_90d,
        sessions.session_duration_seconds_avg_90d,
        sessions.days_since_last_session,
        coalesce(store_visits.store_visit_count_90d, 0) as store_visit_count_90d,
        coalesce(store_visits.dwell_minutes_sum_90d, 0) as dwell_minutes_sum_90d,
        coalesce(store_visits.visited_store_count_365d, 0) as visited_store_count_365d,
        store_visits.days_since_last_store_visit,
        coalesce(devices.device_count, 0) as device_count,
        coalesce(devices.device_usage_minutes_30d, 0) as device_usage_minutes_30d,
        coalesce(devices.device_usage_minutes_90d, 0) as device_usage_minutes_90d,
        devices.device_usage_trend,
        coalesce(devices.device_error_count_90d, 0) as device_error_count_90d,
        devices.days_since_last_device_use,
        channels.channels,
        channels.preferred_channel,
        coalesce(loyalty.loyalty_points_balance, 0) as loyalty_points_balance,
        coalesce(loyalty.points_earned_sum_365d, 0) as points_earned_sum_365d,
        coalesce(loyalty.points_redeemed_sum_365d, 0) as points_redeemed_sum_365d,
        loyalty.loyalty_tenure_days,
        loyalty.loyalty_tier,
        coalesce(consents.is_email_contactable, false) as is_email_contactable,
        coalesce(consents.is_sms_contactable, false) as is_sms_contactable
    from customers_as_of
    {{ join_topic('person') }}
    {{ join_topic('orders') }}
    {{ join_topic('baskets') }}
    {{ join_topic('categories') }}
    {{ join_topic('stores') }}
    {{ join_topic('coupons') }}
    {{ join_topic('campaigns') }}
    {{ join_topic('subscriptions') }}
    {{ join_topic('service') }}
    {{ join_topic('ticket_messages') }}
    {{ join_topic('reviews') }}
    {{ join_topic('social') }}
    {{ join_topic('sessions') }}
    {{ join_topic('store_visits') }}
    {{ join_topic('devices') }}
    {{ join_topic('channels') }}
    {{ join_topic('loyalty') }}
    {{ join_topic('consents') }}

)

select * from customer_features
