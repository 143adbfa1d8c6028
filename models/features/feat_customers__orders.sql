with

sales_as_of as (

    select * from {{ ref('int_features__sales_as_of') }}

),

-- one row per customer, as-of date and day with an order
order_days as (

    select
        customer_id,
        as_of_date,
        activity_date,
        min(days_before_as_of) as days_before_as_of,
        sum(activity_count) as order_count,
        sum(revenue_amount) as order_amount
    from sales_as_of
    where activity_type = 'order'
    group by customer_id, as_of_date, activity_date
    having sum(activity_count) > 0

),

order_days_with_gaps as (

    select
        *,
        lead(days_before_as_of) over (
            partition by customer_id, as_of_date order by days_before_as_of
        ) - days_before_as_of as gap_days
    from order_days

),

order_features as (

    select
        customer_id,
        as_of_date,
        {{ sum_in_window('order_count', 30) }} as order_count_30d,
        {{ sum_in_window('order_count', 90) }} as order_count_90d,
        {{ sum_in_window('order_count', 180) }} as order_count_180d,
        {{ sum_in_window('order_count', 365) }} as order_count_365d,
        sum(order_count) as order_count_lifetime,
        count(*) as order_day_count_lifetime,
        {{ sum_in_window('order_amount', 30) }} as order_amount_sum_30d,
        {{ sum_in_window('order_amount', 90) }} as order_amount_sum_90d,
        {{ sum_in_window('order_amount', 180) }} as order_amount_sum_180d,
        {{ sum_in_window('order_amount', 365) }} as order_amount_sum_365d,
        sum(order_amount) as order_amount_sum_lifetime,
        min(days_before_as_of) as days_since_last_order,
        max(days_before_as_of) as days_since_first_order,
        count(*) - 1 as repeat_order_count,
        max(days_before_as_of) - min(days_before_as_of) as days_first_to_last_order,
        -- the first day has no day before it, and so no gap
        sum(case when gap_days is not null then order_amount end) as repeat_order_amount_sum,
        sum(gap_days) as gap_days_sum,
        sum(gap_days * gap_days) as squared_gap_days_sum
    from order_days_with_gaps
    group by customer_id, as_of_date

),

rounded as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('order_count_30d') }} as order_count_30d,
        {{ feature_number('order_count_90d') }} as order_count_90d,
        {{ feature_number('order_count_180d') }} as order_count_180d,
        {{ feature_number('order_count_365d') }} as order_count_365d,
        {{ feature_number('order_count_lifetime') }} as order_count_lifetime,
        {{ feature_number('order_day_count_lifetime') }} as order_day_count_lifetime,
        {{ feature_number('order_amount_sum_30d') }} as order_amount_sum_30d,
        {{ feature_number('order_amount_sum_90d') }} as order_amount_sum_90d,
        {{ feature_number('order_amount_sum_180d') }} as order_amount_sum_180d,
        {{ feature_number('order_amount_sum_365d') }} as order_amount_sum_365d,
        {{ feature_number('order_amount_sum_lifetime') }} as order_amount_sum_lifetime,
        {{ feature_number('order_amount_sum_365d / nullif(order_count_365d, 0)') }} as order_amount_avg_365d,
        {{ feature_number('days_since_last_order') }} as days_since_last_order,
        {{ feature_number('days_since_first_order') }} as days_since_first_order,
        {{ feature_number('repeat_order_count') }} as repeat_order_count,
        {{ feature_number('days_first_to_last_order') }} as days_first_to_last_order,
        {{ feature_number('repeat_order_amount_sum / nullif(repeat_order_count, 0)') }} as order_day_amount_avg_repeat,
        {{ feature_number('gap_days_sum / nullif(repeat_order_count, 0)') }} as order_gap_days_avg,
        -- standard deviation of the gaps, from exact sums of whole days
        {{ feature_number(
            'sqrt(greatest(squared_gap_days_sum - gap_days_sum * gap_days_sum * 1.0 / nullif(repeat_order_count, 0), 0)'
            ' / case when repeat_order_count > 1 then repeat_order_count - 1 end)'
        ) }} as order_gap_days_std
    from order_features

)

select * from rounded
