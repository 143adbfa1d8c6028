-- The lines inside the orders of crm_orders.sql: one row per item.
select
    concat(id, '-', line_number) as order_line_id,
    id as order_id,
    items[line_number].sku as product_id,
    items[line_number].qty as quantity,
    items[line_number].price as unit_price_amount
from (select id, items, unnest(range(1, len(items) + 1)) as line_number from file)
