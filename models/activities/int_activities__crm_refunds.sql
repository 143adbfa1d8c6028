{{ config(materialized='view') }}

with

refunds as (

    select * from {{ ref('stg_crm__refunds') }}

),

crm_orders as (

    select * from {{ ref('stg_crm__orders') }}

),

order_owners as (

    select * from {{ ref('int_activities__order_owners') }}

),

exchange_rates as (

    select * from {{ ref('int_activities__exchange_rates') }}

),

-- a refund says no customer: it is the order's, and goes with it; where the order was
-- cancelled nothing was earned, and nothing is given back
refunds_of_orders as (

    select
        'refund:' || refunds.refund_id as return_id,
        'crm:' || refunds.order_id as order_id,
        'refund' as return_type,
        'crm' as channel,
        order_owners.identifier_id,
        order_owners.fallback_identifier_id,
        refunds.refunded_at as returned_at,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(-abs({{ in_project_currency('refunds.refund_amount') }}) as {{ money_type() }}) as return_amount,
        greatest(refunds.known_at, coalesce(order_owners.known_from, refunds.known_at)) as known_from,
        order_owners.known_to
    from refunds
    {{ join_exchange_rates('refunds', 'refunded_at') }}
    left join order_owners
        on refunds.order_id = order_owners.order_id
        and (refunds.known_at < order_owners.known_to or order_owners.known_to is null)
    where
        order_owners.is_cancelled is null
        or not order_owners.is_cancelled

),

-- an order of a negative amount is goods taken back
negative_orders as (

    select
        'return:crm:' || crm_orders.order_id as return_id,
        cast(null as {{ dbt.type_string() }}) as order_id,
        'return' as return_type,
        coalesce(crm_orders.channel, 'crm') as channel,
        crm_orders.identifier_id,
        crm_orders.fallback_identifier_id,
        crm_orders.ordered_at as returned_at,
        cast(null as {{ dbt.type_string() }}) as store_id,
        {{ in_project_currency('crm_orders.order_amount') }} as return_amount,
        crm_orders.known_from,
        crm_orders.known_to
    from crm_orders
    {{ join_exchange_rates('crm_orders', 'ordered_at') }}
    where
        crm_orders.status <> 'cancelled'
        and crm_orders.order_amount < 0

),

crm_refunds as (

    select * from refunds_of_orders
    union all
    select * from negative_orders

)

select * from crm_refunds
