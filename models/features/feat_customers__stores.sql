with

sales_as_of as (

    select * from {{ ref('int_features__sales_as_of') }}

),

-- one row per customer, as-of date and store with orders in the year
store_totals as (

    select
        customer_id,
        as_of_date,
        store_id,
        sum(activity_count) as order_count_365d
    from sales_as_of
    where
        activity_type = 'order'
        and store_id is not null
        and days_before_as_of <= 365
    group by customer_id, as_of_date, store_id
    having sum(activity_count) > 0

),

store_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('count(*)') }} as store_count_365d,
        {{ feature_number('max(order_count_365d) / sum(order_count_365d)') }} as top_store_share_365d
    from store_totals
    group by customer_id, as_of_date

)

select * from store_features
