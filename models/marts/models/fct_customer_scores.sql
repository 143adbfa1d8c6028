with

churn as (

    select * from {{ ref('score_customer__churn') }}

),

purchase_intent as (

    select * from {{ ref('score_customer__purchase_intent') }}

),

lifetime_value as (

    select * from {{ ref('score_customer__lifetime_value') }}

),

segments as (

    select * from {{ ref('score_customer__segment') }}

),

customer_scores as (

    select
        customer_id,
        as_of_date,
        'churn_probability' as score_name,
        churn_probability as score_value,
        model_version
    from churn
    union all
    select
        customer_id,
        as_of_date,
        'purchase_7d_probability' as score_name,
        purchase_probability as score_value,
        model_version
    from purchase_intent
    where horizon_days = 7
    union all
    select
        customer_id,
        as_of_date,
        'purchase_30d_probability' as score_name,
        purchase_probability as score_value,
        model_version
    from purchase_intent
    where horizon_days = 30
    union all
    select
        customer_id,
        as_of_date,
        'alive_probability' as score_name,
        alive_probability as score_value,
        model_version
    from lifetime_value
    union all
    select
        customer_id,
        as_of_date,
        'expected_order_count_365d' as score_name,
        expected_order_count_365d as score_value,
        model_version
    from lifetime_value
    union all
    select
        customer_id,
        as_of_date,
        'expected_revenue_90d_amount' as score_name,
        expected_revenue_90d_amount as score_value,
        model_version
    from lifetime_value
    union all
    select
        customer_id,
        as_of_date,
        'expected_revenue_365d_amount' as score_name,
        expected_revenue_365d_amount as score_value,
        model_version
    from lifetime_value
    union all
    select
        customer_id,
        as_of_date,
        'segment_number' as score_name,
        cast(segment_number as {{ double_type() }}) as score_value,
        model_version
    from segments

),

known_scores as (

    select * from customer_scores
    where score_value is not null

)

select * from known_scores
