with

sales_as_of as (

    select * from {{ ref('int_features__sales_as_of') }}

),

category_totals as (

    select * from {{ ref('int_features__category_totals') }}

),

-- orders, discounts and what came back
order_totals as (

    select
        customer_id,
        as_of_date,
        sum(
            case when activity_type = 'order' and days_before_as_of <= 90 then activity_count else 0 end
        ) as order_count_90d,
        sum(
            case when activity_type = 'order' and days_before_as_of <= 90 then revenue_amount else 0 end
        ) as order_amount_sum_90d,
        sum(
            case when activity_type = 'order' and days_before_as_of <= 90 then discount_amount else 0 end
        ) as discount_amount_sum_90d,
        sum(
            case when activity_type <> 'order' and days_before_as_of <= 365 then activity_count else 0 end
        ) as return_count_365d,
        sum(
            case when activity_type <> 'order' and days_before_as_of <= 365 then -revenue_amount else 0 end
        ) as return_amount_sum_365d
    from sales_as_of
    group by customer_id, as_of_date

),

line_totals as (

    select
        customer_id,
        as_of_date,
        sum(line_count_90d) as line_count_90d,
        sum(quantity_90d) as quantity_90d
    from category_totals
    group by customer_id, as_of_date
    having sum(line_count_90d) > 0

),

basket_features as (

    select
        order_totals.customer_id,
        order_totals.as_of_date,
        {{ feature_number(
            'line_totals.line_count_90d / nullif(order_totals.order_count_90d, 0)'
        ) }} as line_count_avg_90d,
        {{ feature_number('line_totals.quantity_90d / nullif(order_totals.order_count_90d, 0)') }} as quantity_avg_90d,
        {{ feature_number('order_totals.discount_amount_sum_90d') }} as discount_amount_sum_90d,
        {{ feature_number(
            'order_totals.discount_amount_sum_90d'
            ' / nullif(order_totals.discount_amount_sum_90d + order_totals.order_amount_sum_90d, 0)'
        ) }} as discount_share_90d,
        {{ feature_number('order_totals.return_count_365d') }} as return_count_365d,
        {{ feature_number('order_totals.return_amount_sum_365d') }} as return_amount_sum_365d
    from order_totals
    left join line_totals
        on order_totals.customer_id = line_totals.customer_id
        and order_totals.as_of_date = line_totals.as_of_date

)

select * from basket_features
