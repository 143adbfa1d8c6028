with

crm_orders as (

    select * from {{ ref('int_activities__crm_orders') }}

),

pos_receipts as (

    select * from {{ ref('int_activities__pos_receipts') }}

),

pos_orders as (

    select
        order_id,
        identifier_id,
        fallback_identifier_id,
        transacted_at as ordered_at,
        transaction_date as order_date,
        'store' as channel,
        store_id,
        'completed' as status,
        total_amount as order_amount,
        discount_amount,
        project_units_per_unit,
        known_from,
        known_to
    from pos_receipts
    where
        not is_return
        and not is_crm_order

),

order_versions as (

    select
        order_id,
        identifier_id,
        fallback_identifier_id,
        ordered_at,
        order_date,
        channel,
        store_id,
        status,
        order_amount,
        discount_amount,
        project_units_per_unit,
        known_from,
        known_to
    from crm_orders
    union all
    select * from pos_orders

)

select * from order_versions
