with

forecasts as (

    select * from {{ ref('score_sales__forecast') }}

),

daily_sales as (

    select * from {{ ref('feat_sales__daily') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

latest as (

    select as_of_date from as_of_dates
    where is_latest

),

sales_of_now as (

    select daily_sales.*
    from daily_sales
    inner join latest on daily_sales.as_of_date = latest.as_of_date

),

members as (

    select
        as_of_date,
        level_name,
        member_name
    from forecasts
    group by as_of_date, level_name, member_name

),

forecast_days as (

    select
        as_of_date,
        level_name,
        sales_date
    from forecasts
    group by as_of_date, level_name, sales_date

),

-- what came; a member that was not told apart at the date counts as other
sales_since as (

    select
        forecast_days.as_of_date,
        forecast_days.level_name,
        coalesce(members.member_name, 'other') as member_name,
        forecast_days.sales_date,
        cast(sum(sales_of_now.order_count) as {{ dbt.type_int() }}) as order_count,
        sum(sales_of_now.order_amount) as order_amount
    from forecast_days
    inner join sales_of_now
        on forecast_days.level_name = sales_of_now.level_name
        and forecast_days.sales_date = sales_of_now.sales_date
    left join members
        on forecast_days.as_of_date = members.as_of_date
        and forecast_days.level_name = members.level_name
        and sales_of_now.member_name = members.member_name
    group by
        forecast_days.as_of_date,
        forecast_days.level_name,
        coalesce(members.member_name, 'other'),
        forecast_days.sales_date

),

sales_forecast as (

    select
        forecasts.as_of_date,
        forecasts.sales_date,
        forecasts.level_name,
        forecasts.member_name,
        forecasts.as_of_date = latest.as_of_date as is_latest,
        forecasts.order_count as expected_order_count,
        forecasts.order_count_lower as expected_order_count_lower,
        forecasts.order_count_upper as expected_order_count_upper,
        forecasts.order_amount as expected_order_amount,
        forecasts.order_amount_lower as expected_order_amount_lower,
        forecasts.order_amount_upper as expected_order_amount_upper,
        -- a day that is not over has no sales, not none
        case
            when forecasts.sales_date < latest.as_of_date then coalesce(sales_since.order_count, 0)
        end as order_count,
        case
            when forecasts.sales_date < latest.as_of_date
                then cast(coalesce(sales_since.order_amount, 0) as {{ money_type() }})
        end as order_amount,
        forecasts.model_version
    from forecasts
    cross join latest
    left join sales_since
        on forecasts.as_of_date = sales_since.as_of_date
        and forecasts.level_name = sales_since.level_name
        and forecasts.member_name = sales_since.member_name
        and forecasts.sales_date = sales_since.sales_date

)

select * from sales_forecast
