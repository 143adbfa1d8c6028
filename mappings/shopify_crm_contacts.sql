-- Shopify, Admin REST API: orders as JSON Lines, one row per order with a customer: the
-- customer as the order's export shows them. docs/connect.md says more.
with

-- the documented fields that are read; those a file lacks are null
orders as (

    select
        unnest(from_json(to_json(file), '{
            "test": "BOOLEAN",
            "created_at": "VARCHAR",
            "updated_at": "VARCHAR",
            "customer": {
                "id": "VARCHAR", "created_at": "VARCHAR", "updated_at": "VARCHAR",
                "email": "VARCHAR", "phone": "VARCHAR", "first_name": "VARCHAR",
                "last_name": "VARCHAR",
                "default_address": {
                    "address1": "VARCHAR", "zip": "VARCHAR", "city": "VARCHAR",
                    "country_code": "VARCHAR", "phone": "VARCHAR"
                }
            }
        }'))
    from file

)

select distinct
    'shopify:' || customer.id as contact_id,
    coalesce(customer.created_at, created_at) as created_at,
    coalesce(customer.updated_at, updated_at) as updated_at,
    customer.email as email,
    coalesce(nullif(customer.phone, ''), customer.default_address.phone) as phone,
    customer.first_name as first_name,
    customer.last_name as last_name,
    customer.default_address.address1 as street,
    customer.default_address.zip as postal_code,
    customer.default_address.city as city,
    customer.default_address.country_code as country
from orders
where
    test is distinct from true
    and customer.id is not null
order by contact_id, updated_at
