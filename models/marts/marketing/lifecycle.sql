with

fct_orders as (

    select * from {{ ref('fct_orders') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

-- each kept month with its end; the last one ends at the latest date
months as (

    select
        cast(
            {{ dbt.date_trunc('month', dbt.dateadd('day', -1, 'as_of_dates.as_of_date')) }} as date
        ) as month_date,
        as_of_dates.as_of_date
    from as_of_dates

),

-- one row per customer and month with an order before the latest date
order_months as (

    select
        fct_orders.customer_id,
        cast({{ dbt.date_trunc('month', 'fct_orders.order_date') }} as date) as order_month,
        min(fct_orders.order_date) as first_order_date,
        max(fct_orders.order_date) as last_order_date
    from fct_orders
    inner join as_of_dates
        on fct_orders.order_date < as_of_dates.as_of_date
        and as_of_dates.is_latest
    where fct_orders.customer_id is not null
    group by fct_orders.customer_id, cast({{ dbt.date_trunc('month', 'fct_orders.order_date') }} as date)

),

-- one row per month and customer with an order by its end
customer_months as (

    select
        order_months.customer_id,
        months.month_date,
        months.as_of_date,
        min(order_months.first_order_date) as first_order_date,
        max(order_months.last_order_date) as last_order_date,
        max(
            case when order_months.order_month < months.month_date then order_months.last_order_date end
        ) as previous_order_date
    from order_months
    inner join months on order_months.order_month <= months.month_date
    group by order_months.customer_id, months.month_date, months.as_of_date

),

lifecycle as (

    select
        customer_id,
        month_date,
        as_of_date,
        {{ lifecycle_stage() }} as lifecycle_stage,
        first_order_date,
        last_order_date
    from customer_months

)

select * from lifecycle
