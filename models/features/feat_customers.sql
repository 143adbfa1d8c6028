with

customers_as_of as (

    select * from {{ ref('customers_as_of') }}

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

service as (

    select * from {{ ref('feat_customers__service') }}

),

sessions as (

    select * from {{ ref('feat_customers__sessions') }}

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
        {{ feature_number('customers_as_of.identifier_count') }} as identifier_count,
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
        coalesce(coupons.campaign_contact_count_90d, 0) as campaign_contact_count_90d,
        coalesce(coupons.coupon_redemption_count_90d, 0) as coupon_redemption_count_90d,
        coalesce(coupons.coupon_redemption_count_365d, 0) as coupon_redemption_count_365d,
        coalesce(service.ticket_count_365d, 0) as ticket_count_365d,
        coalesce(sessions.session_count_90d, 0) as session_count_90d,
        coalesce(devices.device_usage_minutes_30d, 0) as device_usage_minutes_30d,
        channels.channels,
        channels.preferred_channel,
        loyalty.loyalty_tier,
        coalesce(consents.is_email_contactable, false) as is_email_contactable,
        coalesce(consents.is_sms_contactable, false) as is_sms_contactable
    from customers_as_of
    left join orders
        on customers_as_of.customer_id = orders.customer_id
        and customers_as_of.as_of_date = orders.as_of_date
    left join baskets
        on customers_as_of.customer_id = baskets.customer_id
        and customers_as_of.as_of_date = baskets.as_of_date
    left join categories
        on customers_as_of.customer_id = categories.customer_id
        and customers_as_of.as_of_date = categories.as_of_date
    left join stores
        on customers_as_of.customer_id = stores.customer_id
        and customers_as_of.as_of_date = stores.as_of_date
    left join coupons
        on customers_as_of.customer_id = coupons.customer_id
        and customers_as_of.as_of_date = coupons.as_of_date
    left join service
        on customers_as_of.customer_id = service.customer_id
        and customers_as_of.as_of_date = service.as_of_date
    left join sessions
        on customers_as_of.customer_id = sessions.customer_id
        and customers_as_of.as_of_date = sessions.as_of_date
    left join devices
        on customers_as_of.customer_id = devices.customer_id
        and customers_as_of.as_of_date = devices.as_of_date
    left join channels
        on customers_as_of.customer_id = channels.customer_id
        and customers_as_of.as_of_date = channels.as_of_date
    left join loyalty
        on customers_as_of.customer_id = loyalty.customer_id
        and customers_as_of.as_of_date = loyalty.as_of_date
    left join consents
        on customers_as_of.customer_id = consents.customer_id
        and customers_as_of.as_of_date = consents.as_of_date

)

select * from customer_features
