with

orders as (

    select * from {{ ref('orders') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

orders_of_customers as (

    select
        orders.order_id,
        {{ customer_id_of_row() }} as customer_id,
        orders.ordered_at,
        orders.order_date,
        orders.channel,
        orders.store_id,
        orders.status,
        orders.order_amount,
        orders.refund_amount,
        cast(orders.order_amount - orders.refund_amount as {{ money_type() }}) as net_order_amount
    from orders
    {{ join_customers('orders') }}

)

select * from orders_of_customers
