-- no day on which channels, or categories, sum to something else than the total: of
-- what is known at a date, and of what is forecast from it
with

known as (

    select
        'known' as sales_kind,
        as_of_date,
        sales_date,
        level_name,
        order_count,
        order_amount
    from {{ ref('feat_sales__daily') }}

),

forecast as (

    select
        'forecast' as sales_kind,
        as_of_date,
        sales_date,
        level_name,
        order_count,
        order_amount
    from {{ ref('score_sales__forecast') }}

),

sales as (

    select * from known
    union all
    select * from forecast

),

days as (

    select
        sales_kind,
        as_of_date,
        sales_date,
        sum(case when level_name = 'total' then order_count else 0 end) as total_count,
        sum(case when level_name = 'channel' then order_count else 0 end) as channels_count,
        sum(case when level_name = 'category' then order_count else 0 end) as categories_count,
        sum(case when level_name = 'total' then order_amount else 0 end) as total_amount,
        sum(case when level_name = 'channel' then order_amount else 0 end) as channels_amount,
        sum(case when level_name = 'category' then order_amount else 0 end) as categories_amount
    from sales
    group by sales_kind, as_of_date, sales_date

)

select * from days
where
    channels_count <> total_count
    or categories_count <> total_count
    or channels_amount <> total_amount
    or categories_amount <> total_amount
