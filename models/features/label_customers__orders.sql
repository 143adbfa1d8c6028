with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

customers_as_of as (

    select * from {{ ref('customers_as_of') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

daily_activities as (

    select * from {{ ref('daily_activities') }}

),

latest as (

    select max(as_of_date) as latest_date from as_of_dates

),

-- how many days a label looks ahead
horizons as (

    {% for days in [7, 30, 90, 365, var('churn_horizon_days')] | unique -%}
    select {{ days }} as horizon_days
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- dates whose horizon is over, so that what followed is known
labelled_dates as (

    select
        as_of_dates.as_of_date,
        horizons.horizon_days,
        cast({{ dbt.dateadd('day', 'horizons.horizon_days', 'as_of_dates.as_of_date') }} as date) as label_date
    from as_of_dates
    cross join latest
    cross join horizons
    where
        cast({{ dbt.dateadd('day', 'horizons.horizon_days', 'as_of_dates.as_of_date') }} as date)
        <= latest.latest_date

),

-- orders inside the horizon and known at its end, by whose they were at its start
orders_next as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        labelled_dates.as_of_date,
        labelled_dates.horizon_days,
        daily_activities.activity_count,
        daily_activities.revenue_amount
    from daily_activities
    inner join labelled_dates
        on daily_activities.activity_date >= labelled_dates.as_of_date
        and daily_activities.activity_date < labelled_dates.label_date
        and daily_activities.known_date < labelled_dates.label_date
        and daily_activities.activity_type = 'order'
    {{ join_customer_as_of('daily_activities', dates='labelled_dates') }}

),

totals_next as (

    select
        customer_id,
        as_of_date,
        horizon_days,
        sum(activity_count) as order_count_next,
        sum(revenue_amount) as order_amount_sum_next
    from orders_next
    group by customer_id, as_of_date, horizon_days

),

labels as (

    select
        customers_as_of.customer_id,
        customers_as_of.as_of_date,
        labelled_dates.horizon_days,
        labelled_dates.label_date,
        {{ feature_number('coalesce(totals_next.order_count_next, 0)') }} as order_count_next,
        {{ feature_number('coalesce(totals_next.order_amount_sum_next, 0)') }} as order_amount_sum_next
    from customers_as_of
    inner join labelled_dates on customers_as_of.as_of_date = labelled_dates.as_of_date
    left join totals_next
        on customers_as_of.customer_id = totals_next.customer_id
        and customers_as_of.as_of_date = totals_next.as_of_date
        and labelled_dates.horizon_days = totals_next.horizon_days

)

select * from labels
