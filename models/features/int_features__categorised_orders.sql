{{ config(materialized='view') }}

with

order_versions as (

    select * from {{ ref('int_activities__order_versions') }}

),

order_categories as (

    select * from {{ ref('int_features__order_categories') }}

),

with_categories as (

    select
        order_versions.order_id,
        order_versions.order_date as sales_date,
        order_versions.known_from,
        order_versions.known_to,
        order_categories.category,
        order_categories.known_from as category_known_from
    from order_versions
    left join order_categories on order_versions.order_id = order_categories.order_id

),

-- until its lines are known, an order is of no category
before_category as (

    select
        order_id,
        sales_date,
        cast(null as {{ dbt.type_string() }}) as category,
        known_from,
        case
            when known_to is null or category_known_from < known_to then category_known_from
            else known_to
        end as known_to
    from with_categories
    where
        category_known_from is null
        or category_known_from > known_from

),

since_category as (

    select
        order_id,
        sales_date,
        category,
        greatest(known_from, category_known_from) as known_from,
        known_to
    from with_categories
    where
        category_known_from is not null
        and (known_to is null or category_known_from < known_to)

),

spans as (

    select * from before_category
    union all
    select * from since_category

)

select * from spans
