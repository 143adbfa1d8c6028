with

category_purchases_as_of as (

    select * from {{ ref('int_features__category_purchases_as_of') }}

),

-- one row per customer, as-of date and category
category_totals as (

    select
        customer_id,
        as_of_date,
        category,
        {{ sum_in_window('line_count', 90) }} as line_count_90d,
        sum(line_count) as line_count_365d,
        sum(line_amount) as line_amount_365d
    from category_purchases_as_of
    where category is not null
    group by customer_id, as_of_date, category

),

category_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('sum(case when line_count_90d > 0 then 1 else 0 end)') }} as category_count_90d,
        {{ feature_number('sum(case when line_count_365d > 0 then 1 else 0 end)') }} as category_count_365d,
        {{ feature_number('max(line_amount_365d) / nullif(sum(line_amount_365d), 0)') }} as top_category_share_365d
    from category_totals
    group by customer_id, as_of_date

)

select * from category_features
