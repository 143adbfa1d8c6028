with

order_versions as (

    select * from {{ ref('int_activities__order_versions') }}

),

pos_receipts as (

    select * from {{ ref('int_activities__pos_receipts') }}

),

returns as (

    select * from {{ ref('int_activities__returns') }}

),

-- where an order of the CRM was paid or picked up
receipt_stores as (

    select
        'crm:' || crm_order_id as order_id,
        min(store_id) as store_id
    from pos_receipts
    where
        crm_order_id is not null
        and not is_return
    group by crm_order_id

),

returned_amounts as (

    select
        order_id,
        -sum(return_amount) as refund_amount
    from returns
    where
        order_id is not null
        and known_to is null
    group by order_id

),

-- one row per order as it stands now
orders as (

    select
        order_versions.order_id,
        order_versions.identifier_id,
        order_versions.fallback_identifier_id,
        order_versions.ordered_at,
        order_versions.order_date,
        order_versions.channel,
        coalesce(order_versions.store_id, receipt_stores.store_id) as store_id,
        order_versions.status,
        order_versions.order_amount,
        order_versions.discount_amount,
        cast(coalesce(returned_amounts.refund_amount, 0) as {{ money_type() }}) as refund_amount
    from order_versions
    left join receipt_stores on order_versions.order_id = receipt_stores.order_id
    left join returned_amounts on order_versions.order_id = returned_amounts.order_id
    where order_versions.known_to is null

)

select * from orders
