-- Shopify, Admin REST API: orders as JSON Lines, one row per order as it stood when it
-- was exported. What becomes what, and what is left out: docs/connect.md.
with

-- the documented fields that are read; those a file lacks are null
orders as (

    select
        unnest(from_json(to_json(file), '{
            "id": "VARCHAR",
            "test": "BOOLEAN",
            "created_at": "VARCHAR",
            "processed_at": "VARCHAR",
            "updated_at": "VARCHAR",
            "cancelled_at": "VARCHAR",
            "financial_status": "VARCHAR",
            "fulfillment_status": "VARCHAR",
            "source_name": "VARCHAR",
            "landing_site": "VARCHAR",
            "email": "VARCHAR",
            "contact_email": "VARCHAR",
            "phone": "VARCHAR",
            "currency": "VARCHAR",
            "total_price": "VARCHAR",
            "total_discounts": "VARCHAR",
            "total_tax": "VARCHAR",
            "total_shipping_price_set": {"shop_money": {"amount": "VARCHAR"}},
            "billing_address": {"phone": "VARCHAR"},
            "customer": {"id": "VARCHAR", "email": "VARCHAR", "phone": "VARCHAR"}
        }'))
    from file

)

select
    id as order_id,
    coalesce(processed_at, created_at) as ordered_at,
    case
        when cancelled_at is not null then 'cancelled'
        when financial_status = 'refunded' then 'returned'
        when fulfillment_status = 'fulfilled' then 'shipped'
        when financial_status in ('paid', 'partially_refunded') then 'paid'
        else 'placed'
    end as status,
    cancelled_at as status_changed_at,
    'shopify:' || customer.id as contact_id,
    coalesce(nullif(email, ''), nullif(contact_email, ''), customer.email) as email,
    coalesce(nullif(phone, ''), nullif(customer.phone, ''), billing_address.phone)
        as phone,
    case
        when source_name = 'web' then 'web'
        when source_name = 'pos' then 'store'
        when source_name in ('iphone', 'android') then 'app'
        when source_name = 'shopify_draft_order' then 'phone'
        else 'other'
    end as channel,
    currency as currency,
    total_price as order_amount,
    total_discounts as discount_amount,
    total_tax as tax_amount,
    total_shipping_price_set.shop_money.amount as shipping_amount,
    url_decode(regexp_extract(landing_site, '[?&]utm_campaign=([^&#]+)', 1)) as campaign,
    updated_at as updated_at
from orders
where test is distinct from true
order by try_cast(updated_at as timestamptz), id
