with

features as (

    select * from {{ ref('feat_customers') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}
    where is_latest

),

churn as (

    select * from {{ ref('score_customer__churn') }}

),

lifetime_value as (

    select * from {{ ref('score_customer__lifetime_value') }}

),

segment_moves as (

    select * from {{ ref('score_customer__segment_moves') }}

),

rfm as (

    select * from {{ ref('score_customer__rfm') }}

),

-- what tells of each customer, at the latest date and a month before
facts as (

    select
        cast(features.customer_id as {{ dbt.type_string() }}) as customer_id,
        features.as_of_date,
        features.days_since_last_order,
        features.order_count_lifetime,
        features.order_amount_sum_90d,
        features.order_amount_sum_365d,
        features.open_ticket_count,
        features.satisfaction_rating_avg_365d,
        features.is_email_contactable and not features.is_unsubscribed as is_email_welcome,
        features.is_sms_contactable and not features.is_unsubscribed as is_sms_welcome
    from features
    inner join as_of_dates
        on features.as_of_date in (as_of_dates.as_of_date, as_of_dates.previous_as_of_date)

),

health as (

    select
        facts.customer_id,
        facts.as_of_date,
        as_of_dates.previous_as_of_date,
        facts.days_since_last_order,
        facts.order_count_lifetime as order_count,
        earlier_facts.order_count_lifetime as previous_order_count,
        facts.order_amount_sum_90d,
        earlier_facts.order_amount_sum_90d as previous_order_amount_sum_90d,
        facts.order_amount_sum_365d,
        facts.open_ticket_count,
        earlier_facts.open_ticket_count as previous_open_ticket_count,
        facts.satisfaction_rating_avg_365d,
        facts.is_email_welcome,
        facts.is_sms_welcome,
        earlier_facts.is_email_welcome or earlier_facts.is_sms_welcome as previous_is_welcome,
        churn.churn_probability,
        earlier_churn.churn_probability as previous_churn_probability,
        churn.churn_decile,
        churn.reason_1 as churn_reason_1,
        churn.reason_2 as churn_reason_2,
        churn.reason_3 as churn_reason_3,
        churn.revenue_at_risk_amount,
        lifetime_value.alive_probability,
        lifetime_value.expected_revenue_365d_amount,
        segment_moves.to_segment_number as segment_number,
        segment_moves.to_segment_name as segment_name,
        segment_moves.from_segment_name as previous_segment_name,
        coalesce(segment_moves.is_moved, false) as is_moved,
        rfm.spend_quintile,
        rfm.rfm_label
    from facts
    inner join as_of_dates on facts.as_of_date = as_of_dates.as_of_date
    left join facts as earlier_facts
        on facts.customer_id = earlier_facts.customer_id
        and as_of_dates.previous_as_of_date = earlier_facts.as_of_date
    left join churn
        on facts.customer_id = churn.customer_id
        and facts.as_of_date = churn.as_of_date
    left join churn as earlier_churn
        on facts.customer_id = earlier_churn.customer_id
        and as_of_dates.previous_as_of_date = earlier_churn.as_of_date
    left join lifetime_value
        on facts.customer_id = lifetime_value.customer_id
        and facts.as_of_date = lifetime_value.as_of_date
    left join segment_moves
        on facts.customer_id = segment_moves.customer_id
        and facts.as_of_date = segment_moves.as_of_date
    left join rfm
        on facts.customer_id = rfm.customer_id
        and facts.as_of_date = rfm.as_of_date

)

select * from health
