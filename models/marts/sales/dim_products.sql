with

products as (

    select * from {{ ref('stg_catalog__products') }}

),

current_products as (

    select
        product_id,
        product_name,
        category,
        brand,
        price_amount,
        cost_amount
    from products
    where known_to is null

)

select * from current_products
