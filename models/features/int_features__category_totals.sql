with

identifier_categories as (

    select * from {{ ref('int_features__identifier_categories') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

totals_of_customers as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        identifier_categories.as_of_date,
        identifier_categories.category,
        identifier_categories.line_count_90d,
        identifier_categories.quantity_90d,
        identifier_categories.line_count_365d,
        identifier_categories.line_amount_365d
    from identifier_categories
    {{ join_customer_as_of('identifier_categories', dates='identifier_categories') }}

),

category_totals as (

    select
        customer_id,
        as_of_date,
        category,
        sum(line_count_90d) as line_count_90d,
        sum(quantity_90d) as quantity_90d,
        sum(line_count_365d) as line_count_365d,
        sum(line_amount_365d) as line_amount_365d
    from totals_of_customers
    group by customer_id, as_of_date, category

)

select * from category_totals
