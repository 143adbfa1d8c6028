{{ config(materialized='view') }}

with

pos_receipts as (

    select * from {{ ref('int_activities__pos_receipts') }}

),

refunds as (

    select * from {{ ref('stg_crm__refunds') }}

),

order_owners as (

    select * from {{ ref('int_activities__order_owners') }}

),

first_refunds as (

    select
        order_id,
        min(known_at) as known_at
    from refunds
    group by order_id

),

-- a receipt that was a CRM order's gives its returns to that order
returned_receipts as (

    select
        returns.*,
        coalesce(originals.crm_order_id, returns.crm_order_id) as returned_crm_order_id
    from pos_receipts as returns
    left join pos_receipts as originals
        on returns.original_transaction_id = originals.transaction_id
    where returns.is_return

),

-- while the order is not cancelled, and until the CRM refunds it: then that stands
spans as (

    select
        returned_receipts.*,
        order_owners.identifier_id as owner_identifier_id,
        order_owners.fallback_identifier_id as owner_fallback_identifier_id,
        greatest(
            returned_receipts.known_from, coalesce(order_owners.known_from, returned_receipts.known_from)
        ) as span_from,
        case
            when first_refunds.known_at is null then order_owners.known_to
            when order_owners.known_to is null then first_refunds.known_at
            else least(order_owners.known_to, first_refunds.known_at)
        end as span_to
    from returned_receipts
    left join order_owners on returned_receipts.returned_crm_order_id = order_owners.order_id
    left join first_refunds on returned_receipts.returned_crm_order_id = first_refunds.order_id
    where
        order_owners.is_cancelled is null
        or not order_owners.is_cancelled

),

pos_returns as (

    select
        'return:' || transaction_id as return_id,
        case
            when returned_crm_order_id is not null then 'crm:' || returned_crm_order_id
            when original_transaction_id is not null then 'pos:' || original_transaction_id
        end as order_id,
        'return' as return_type,
        'store' as channel,
        coalesce(identifier_id, owner_identifier_id) as identifier_id,
        case
            when identifier_id is null then owner_fallback_identifier_id
            else coalesce(fallback_identifier_id, owner_identifier_id)
        end as fallback_identifier_id,
        transacted_at as returned_at,
        store_id,
        -abs(total_amount) as return_amount,
        span_from as known_from,
        span_to as known_to
    from spans
    where
        span_to is null
        or span_from < span_to

)

select * from pos_returns
