with

features as (

    select * from {{ ref('feat_customers') }}

),

customers_with_orders as (

    select
        cast(customer_id as {{ dbt.type_string() }}) as customer_id,
        as_of_date,
        days_since_last_order,
        order_count_365d,
        order_amount_sum_365d
    from features
    where days_since_last_order is not null

),

quintiles as (

    select
        customer_id,
        as_of_date,
        {{ quintile('-days_since_last_order') }} as recency_quintile,
        {{ quintile('order_count_365d') }} as order_count_quintile,
        {{ quintile('order_amount_sum_365d') }} as spend_quintile
    from customers_with_orders

),

labelled as (

    select
        customer_id,
        as_of_date,
        recency_quintile,
        order_count_quintile,
        spend_quintile,
        cast(recency_quintile as {{ dbt.type_string() }})
        || '-' || cast(order_count_quintile as {{ dbt.type_string() }})
        || '-' || cast(spend_quintile as {{ dbt.type_string() }}) as rfm_label
    from quintiles

)

select * from labelled
