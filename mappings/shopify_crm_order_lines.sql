-- Shopify, Admin REST API: orders as JSON Lines, one row per line item of an order as it
-- stood when it was exported. docs/connect.md says more.
with

-- the documented fields that are read; those a file lacks are null
orders as (

    select
        unnest(from_json(to_json(file), '{
            "id": "VARCHAR",
            "test": "BOOLEAN",
            "updated_at": "VARCHAR",
            "line_items": [{
                "id": "VARCHAR", "sku": "VARCHAR", "variant_id": "VARCHAR",
                "title": "VARCHAR", "quantity": "DECIMAL(18,4)", "price": "DECIMAL(18,4)",
                "discount_allocations": [{"amount": "DECIMAL(18,4)"}]
            }]
        }'))
    from file

),

lines as (

    select
        id as order_id,
        updated_at,
        unnest(line_items) as line
    from orders
    where test is distinct from true

)

select
    line.id as order_line_id,
    order_id as order_id,
    -- a custom item has no variant, only a title
    coalesce(nullif(line.sku, ''), line.variant_id, 'custom:' || line.title)
        as product_id,
    line.quantity as quantity,
    line.price - coalesce(
        list_sum([each.amount for each in line.discount_allocations])
        / nullif(line.quantity, 0),
        0
    ) as unit_price_amount,
    updated_at as updated_at
from lines
order by try_cast(updated_at as timestamptz), order_line_id
