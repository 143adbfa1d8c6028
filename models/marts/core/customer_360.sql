with

features as (

    select * from {{ ref('feat_customers') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

activity_times as (

    select * from {{ ref('int_features__activity_times') }}

),

churn as (

    select * from {{ ref('score_customer__churn') }}

),

lifetime_value as (

    select * from {{ ref('score_customer__lifetime_value') }}

),

segments as (

    select * from {{ ref('score_customer__segment') }}

),

latest_features as (

    select features.*
    from features
    inner join as_of_dates
        on features.as_of_date = as_of_dates.as_of_date
        and as_of_dates.is_latest

),

customer_360 as (

    select
        cast(latest_features.customer_id as {{ dbt.type_string() }}) as customer_id,
        latest_features.as_of_date,
        activity_times.first_seen_at,
        activity_times.last_seen_at,
        cast(latest_features.identifier_count as {{ dbt.type_int() }}) as identifier_count,
        latest_features.channels,
        cast(latest_features.order_count_lifetime as {{ dbt.type_int() }}) as order_count,
        cast(latest_features.order_amount_sum_lifetime as {{ money_type() }}) as order_amount_sum,
        cast(
            latest_features.order_amount_sum_lifetime / nullif(latest_features.order_count_lifetime, 0)
            as {{ money_type() }}
        ) as order_amount_avg,
        activity_times.first_order_at,
        activity_times.last_order_at,
        cast(latest_features.days_since_last_order as {{ dbt.type_int() }}) as days_since_last_order,
        cast(latest_features.order_count_90d as {{ dbt.type_int() }}) as order_count_90d,
        cast(latest_features.order_amount_sum_365d as {{ money_type() }}) as order_amount_sum_365d,
        cast(latest_features.session_count_90d as {{ dbt.type_int() }}) as session_count_90d,
        cast(latest_features.ticket_count_365d as {{ dbt.type_int() }}) as ticket_count_365d,
        latest_features.loyalty_tier,
        cast(latest_features.device_usage_minutes_30d as {{ money_type() }}) as device_usage_minutes_30d,
        latest_features.preferred_channel,
        latest_features.is_email_contactable,
        latest_features.is_sms_contactable,
        segments.segment_number,
        segments.segment_name,
        churn.churn_probability,
        churn.churn_decile,
        churn.reason_1 as churn_reason_1,
        churn.reason_2 as churn_reason_2,
        churn.reason_3 as churn_reason_3,
        lifetime_value.alive_probability,
        lifetime_value.expected_order_count_365d,
        lifetime_value.expected_revenue_365d_amount
    from latest_features
    left join activity_times on latest_features.customer_id = activity_times.customer_id
    left join churn
        on cast(latest_features.customer_id as {{ dbt.type_string() }}) = churn.customer_id
        and latest_features.as_of_date = churn.as_of_date
    left join lifetime_value
        on cast(latest_features.customer_id as {{ dbt.type_string() }}) = lifetime_value.customer_id
        and latest_features.as_of_date = lifetime_value.as_of_date
    left join segments
        on cast(latest_features.customer_id as {{ dbt.type_string() }}) = segments.customer_id
        and latest_features.as_of_date = segments.as_of_date

)

select * from customer_360
