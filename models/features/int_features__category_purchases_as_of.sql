{{ config(materialized='view') }}

with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

daily_category_purchases as (

    select * from {{ ref('daily_category_purchases') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

-- what each customer was known, at each date, to have bought in the 365 days before it
category_purchases_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
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
        and daily_category_purchases.activity_date < as_of_dates.as_of_date
        and daily_category_purchases.activity_date
        >= cast({{ dbt.dateadd('day', -365, 'as_of_dates.as_of_date') }} as date)
    {{ join_customer_as_of('daily_category_purchases') }}

)

select * from category_purchases_as_of
