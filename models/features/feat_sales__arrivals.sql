with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

sales_changes as (

    select * from {{ ref('int_features__sales_changes') }}
    where level_name = 'total'

),

days_after as (

    {% for days in range(1, 29) -%}
    select {{ days }} as days_after
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- orders of twelve weeks that ended four weeks ago: as good as all are known
changes_of_past_days as (

    select
        as_of_dates.as_of_date,
        {{ dbt.datediff('sales_changes.sales_date', 'sales_changes.known_date', 'day') }} as days_until_known,
        sum(sales_changes.order_count) as order_count,
        sum(sales_changes.amount) as order_amount
    from sales_changes
    inner join as_of_dates
        on sales_changes.known_date < as_of_dates.as_of_date
        and {{ is_in_window('sales_changes.sales_date', 112) }}
        and not ({{ is_in_window('sales_changes.sales_date', 28) }})
    group by
        as_of_dates.as_of_date,
        {{ dbt.datediff('sales_changes.sales_date', 'sales_changes.known_date', 'day') }}

),

known_so_soon as (

    select
        changes_of_past_days.as_of_date,
        days_after.days_after,
        changes_of_past_days.order_count,
        changes_of_past_days.order_amount,
        case when changes_of_past_days.days_until_known < days_after.days_after then 1 else 0 end as is_known
    from changes_of_past_days
    cross join days_after

),

arrivals as (

    select
        as_of_date,
        days_after,
        {{ feature_number('sum(is_known * order_count) * 1.0 / nullif(sum(order_count), 0)') }}
            as order_count_known_share,
        {{ feature_number('sum(is_known * order_amount) * 1.0 / nullif(sum(order_amount), 0)') }}
            as order_amount_known_share
    from known_so_soon
    group by as_of_date, days_after

)

select * from arrivals
