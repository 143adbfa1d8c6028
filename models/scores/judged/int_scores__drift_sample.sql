with

features as (

    select * from {{ ref('feat_customers') }}

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

purchase_intent as (

    select
        customer_id,
        as_of_date,
        max(case when horizon_days = 7 then purchase_probability end) as purchase_7d_probability,
        max(case when horizon_days = 30 then purchase_probability end) as purchase_30d_probability
    from {{ ref('score_customer__purchase_intent') }}
    group by customer_id, as_of_date

),

customers_with_orders as (

    select customer_id from features
    where days_since_last_order is not null
    group by customer_id

),

-- by a hash of the id, so that the same customers are compared from date to date
placed as (

    select
        customer_id,
        cast(customer_id as {{ dbt.type_string() }}) as customer_text,
        row_number() over (
            order by md5(cast(customer_id as {{ dbt.type_string() }})), customer_id
        ) as place
    from customers_with_orders

),

-- the distribution of 10,000 customers moves by less than .005 by chance
sampled as (

    select
        customer_id,
        customer_text
    from placed
    where place <= 10000

),

sample_rows as (

    select
        features.*,
        churn.churn_probability,
        purchase_intent.purchase_7d_probability,
        purchase_intent.purchase_30d_probability,
        lifetime_value.alive_probability,
        lifetime_value.expected_order_count_90d,
        lifetime_value.expected_order_count_365d,
        lifetime_value.expected_revenue_90d_amount,
        lifetime_value.expected_revenue_365d_amount,
        segments.segment_number
    from sampled
    inner join features
        on sampled.customer_id = features.customer_id
        and features.days_since_last_order is not null
    left join churn
        on sampled.customer_text = churn.customer_id
        and features.as_of_date = churn.as_of_date
    left join purchase_intent
        on sampled.customer_text = purchase_intent.customer_id
        and features.as_of_date = purchase_intent.as_of_date
    left join lifetime_value
        on sampled.customer_text = lifetime_value.customer_id
        and features.as_of_date = lifetime_value.as_of_date
    left join segments
        on sampled.customer_text = segments.customer_id
        and features.as_of_date = segments.as_of_date

)

select * from sample_rows
