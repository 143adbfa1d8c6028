with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

sales_changes as (

    select * from {{ ref('int_features__sales_changes') }}

),

-- three years: what a forecast looks at
known_sales as (

    select
        as_of_dates.as_of_date,
        sales_changes.level_name,
        sales_changes.member_name,
        sales_changes.sales_date,
        sum(sales_changes.order_count) as order_count,
        sum(sales_changes.amount) as amount
    from sales_changes
    inner join as_of_dates
        on sales_changes.known_date < as_of_dates.as_of_date
        and {{ is_in_window('sales_changes.sales_date', 1092) }}
    group by
        as_of_dates.as_of_date,
        sales_changes.level_name,
        sales_changes.member_name,
        sales_changes.sales_date

),

days as (

    select
        as_of_date,
        sales_date,
        sum(case when level_name = 'total' then amount else 0 end) as order_amount,
        sum(case when level_name = 'category' then amount else 0 end) as line_amount
    from known_sales
    group by as_of_date, sales_date

),

-- lines that sum to more than was paid (discounts) are scaled down to it, rounded towards 0
paid as (

    select
        known_sales.as_of_date,
        known_sales.level_name,
        known_sales.member_name,
        known_sales.sales_date,
        known_sales.order_count,
        cast(
            case
                when known_sales.level_name <> 'category' then known_sales.amount
                when days.line_amount <= days.order_amount then greatest(known_sales.amount, 0)
                else
                    floor(
                        greatest(known_sales.amount, 0) * 10000.0
                        * greatest(days.order_amount, 0) / nullif(days.line_amount, 0)
                    ) / 10000.0
            end as {{ money_type() }}
        ) as order_amount
    from known_sales
    inner join days
        on known_sales.as_of_date = days.as_of_date
        and known_sales.sales_date = days.sales_date

),

-- what the lines of a day do not account for
remainders as (

    select
        as_of_date,
        'category' as level_name,
        'uncategorised' as member_name,
        sales_date,
        0 as order_count,
        sum(case level_name when 'total' then order_amount when 'category' then -order_amount else 0 end)
            as order_amount
    from paid
    group by as_of_date, sales_date

),

with_remainders as (

    select * from paid
    union all
    select * from remainders

),

daily_sales as (

    select
        as_of_date,
        level_name,
        member_name,
        sales_date,
        cast(sum(order_count) as {{ dbt.type_int() }}) as order_count,
        cast(sum(order_amount) as {{ money_type() }}) as order_amount
    from with_remainders
    group by as_of_date, level_name, member_name, sales_date
    having sum(order_count) <> 0 or sum(order_amount) <> 0

)

select * from daily_sales
