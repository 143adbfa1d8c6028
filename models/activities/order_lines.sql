with

order_line_versions as (

    select * from {{ ref('int_activities__order_line_versions') }}

),

products as (

    select * from {{ ref('stg_catalog__products') }}

),

first_versions as (

    select
        product_id,
        min(known_from) as known_from
    from products
    where category is not null
    group by product_id

),

-- a product's category is the one it was first known by, so that history stands
first_products as (

    select
        products.product_id,
        products.category,
        products.known_from
    from products
    inner join first_versions
        on products.product_id = first_versions.product_id
        and products.known_from = first_versions.known_from

),

with_products as (

    select
        order_line_versions.*,
        first_products.category,
        first_products.known_from as product_known_from
    from order_line_versions
    left join first_products on order_line_versions.product_id = first_products.product_id

),

-- until the product is known, a line is of no category
before_product as (

    select
        order_line_id,
        order_id,
        identifier_id,
        fallback_identifier_id,
        order_date,
        product_id,
        cast(null as {{ dbt.type_string() }}) as category,
        quantity,
        line_amount,
        known_from,
        case
            when known_to is null or product_known_from < known_to then product_known_from
            else known_to
        end as known_to
    from with_products
    where
        product_known_from is null
        or product_known_from > known_from

),

since_product as (

    select
        order_line_id,
        order_id,
        identifier_id,
        fallback_identifier_id,
        order_date,
        product_id,
        category,
        quantity,
        line_amount,
        greatest(known_from, product_known_from) as known_from,
        known_to
    from with_products
    where
        product_known_from is not null
        and (known_to is null or product_known_from < known_to)

),

order_lines as (

    select * from before_product
    union all
    select * from since_product

)

select * from order_lines
