with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

daily_category_purchases as (

    select * from {{ ref('daily_category_purchases') }}

),

purchases_as_of as (

    select
        daily_category_purchases.identifier_id,
        daily_category_purchases.fallback_identifier_id,
        as_of_dates.as_of_date,
        {{ dbt.datediff(
            'daily_category_purchases.activity_date', 'as_of_dates.as_of_date', 'day'
        ) }} as days_before_as_of,
        daily_category_purchases.category,
        daily_category_purchases.line_count,
        daily_category_purchases.quantity,
        daily_category_purchases.line_amount
    from daily_category_purchases
    inner join as_of_dates
        on daily_category_purchases.known_date < as_of_dates.as_of_date
        and {{ is_in_window('daily_category_purchases.activity_date', 365) }}

),

-- one row per identifier pair, as-of date and category bought in the 365 days before it
identifier_categories as (

    select
        identifier_id,
        fallback_identifier_id,
        as_of_date,
        category,
        {{ sum_in_window('line_count', 90) }} as line_count_90d,
        {{ sum_in_window('quantity', 90) }} as quantity_90d,
        sum(line_count) as line_count_365d,
        sum(line_amount) as line_amount_365d
    from purchases_as_of
    group by identifier_id, fallback_identifier_id, as_of_date, category

)

select * from identifier_categories
