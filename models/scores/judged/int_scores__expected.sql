{{ config(materialized='view') }}

with

churn as (

    select * from {{ ref('score_customer__churn') }}

),

lifetime_value as (

    select * from {{ ref('score_customer__lifetime_value') }}

),

purchase_intent as (

    select * from {{ ref('score_customer__purchase_intent') }}

),

-- `outcome` says what of a label came true, and which simple rule stands beside it
expected as (

    select
        'churn' as model_name,
        'churn' as measure,
        'silence' as outcome,
        customer_id,
        as_of_date,
        horizon_days,
        model_version,
        churn_probability as expected_value
    from churn
    union all
    select
        'purchase_intent' as model_name,
        concat('purchase_', cast(horizon_days as {{ dbt.type_string() }}), 'd') as measure,
        'purchase' as outcome,
        customer_id,
        as_of_date,
        horizon_days,
        model_version,
        purchase_probability as expected_value
    from purchase_intent
    union all
    select
        'lifetime_value' as model_name,
        'order_count_90d' as measure,
        'order_count' as outcome,
        customer_id,
        as_of_date,
        90 as horizon_days,
        model_version,
        expected_order_count_90d as expected_value
    from lifetime_value
    union all
    select
        'lifetime_value' as model_name,
        'order_count_365d' as measure,
        'order_count' as outcome,
        customer_id,
        as_of_date,
        365 as horizon_days,
        model_version,
        expected_order_count_365d as expected_value
    from lifetime_value
    union all
    select
        'lifetime_value' as model_name,
        'revenue_90d' as measure,
        'revenue' as outcome,
        customer_id,
        as_of_date,
        90 as horizon_days,
        model_version,
        expected_revenue_90d_amount as expected_value
    from lifetime_value
    union all
    select
        'lifetime_value' as model_name,
        'revenue_365d' as measure,
        'revenue' as outcome,
        customer_id,
        as_of_date,
        365 as horizon_days,
        model_version,
        expected_revenue_365d_amount as expected_value
    from lifetime_value

),

known as (

    select * from expected
    where expected_value is not null

)

select * from known
