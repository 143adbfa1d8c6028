-- Orders of a web shop, one JSON object a line, with their lines inside:
--
--   {"id": 7, "placed_at": "2026-01-01T10:00:00Z", "state": "PAID",
--    "customer": {"id": "c1", "email": "ann@example.com"},
--    "items": [{"sku": "A", "qty": 2, "price": 9.5}], "discount": 1.0}
--
-- One SELECT over `file` whose columns have the contract's names.
select
    id as order_id,
    placed_at as ordered_at,
    lower(state) as status,
    customer.id as contact_id,
    customer.email as email,
    'web' as channel,
    discount as discount_amount,
    list_sum([item.qty * item.price for item in items]) - coalesce(discount, 0)
        as order_amount
from file
