{{ config(materialized='view') }}

with

orders as (

    select * from {{ ref('stg_crm__orders') }}

),

exchange_rates as (

    select * from {{ ref('int_activities__exchange_rates') }}

),

-- one row per version of an order while it counts: cancelled counts nowhere, and a
-- negative amount is a return
crm_orders as (

    select
        'crm:' || orders.order_id as order_id,
        orders.order_id as crm_order_id,
        orders.identifier_id,
        orders.fallback_identifier_id,
        orders.ordered_at,
        {{ local_date('orders.ordered_at') }} as order_date,
        coalesce(orders.channel, 'crm') as channel,
        cast(null as {{ dbt.type_string() }}) as store_id,
        orders.status,
        {{ in_project_currency('orders.order_amount') }} as order_amount,
        {{ in_project_currency('coalesce(orders.discount_amount, 0)') }} as discount_amount,
        exchange_rates.project_units_per_unit,
        orders.known_from,
        orders.known_to
    from orders
    {{ join_exchange_rates('orders', 'ordered_at') }}
    where
        orders.status <> 'cancelled'
        and orders.order_amount >= 0

)

select * from crm_orders
