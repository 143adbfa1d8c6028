-- Shopify, Admin REST API: orders as JSON Lines, one row per payment that a refund gave
-- back. docs/connect.md says more.
with

-- the documented fields that are read; those a file lacks are null
orders as (

    select
        unnest(from_json(to_json(file), '{
            "id": "VARCHAR",
            "test": "BOOLEAN",
            "currency": "VARCHAR",
            "total_price_set": {
                "shop_money": {"amount": "DECIMAL(18,4)"},
                "presentment_money": {
                    "amount": "DECIMAL(18,4)", "currency_code": "VARCHAR"
                }
            },
            "refunds": [{
                "refund_line_items": [{"line_item_id": "VARCHAR"}],
                "transactions": [{
                    "id": "VARCHAR", "kind": "VARCHAR", "status": "VARCHAR",
                    "amount": "DECIMAL(18,4)", "currency": "VARCHAR",
                    "created_at": "VARCHAR", "processed_at": "VARCHAR"
                }]
            }]
        }'))
    from file

),

refunds as (

    select
        id as order_id,
        currency as shop_currency,
        total_price_set.presentment_money.currency_code as paid_currency,
        total_price_set.shop_money.amount
            / nullif(total_price_set.presentment_money.amount, 0) as shop_units_per_unit,
        unnest(refunds) as refund
    from orders
    where test is distinct from true

),

payments as (

    select
        *,
        unnest(refund.transactions) as payment
    from refunds

)

select
    payment.id as refund_id,
    coalesce(payment.processed_at, payment.created_at) as refunded_at,
    order_id as order_id,
    case
        when len(refund.refund_line_items) = 1
            then refund.refund_line_items[1].line_item_id
    end as order_line_id,
    -- what was paid in another currency goes back at the order's own rate, so that an
    -- order refunded in full leaves nothing
    case
        when coalesce(payment.currency, shop_currency) = shop_currency
            then payment.amount
        when payment.currency = paid_currency
            then round(payment.amount * shop_units_per_unit, 2)
    end as refund_amount,
    shop_currency as currency
from payments
where
    payment.kind = 'refund'
    and payment.status = 'success'
