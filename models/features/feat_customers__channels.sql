with

sales_as_of as (

    select * from {{ ref('int_features__sales_as_of') }}

),

-- one row per customer, as-of date and channel with orders
channel_totals as (

    select
        customer_id,
        as_of_date,
        channel,
        sum(activity_count) as order_count
    from sales_as_of
    where activity_type = 'order'
    group by customer_id, as_of_date, channel
    having sum(activity_count) > 0

),

ranked_channels as (

    select
        *,
        row_number() over (
            partition by customer_id, as_of_date order by order_count desc, channel asc
        ) as channel_rank
    from channel_totals

),

channel_features as (

    select
        customer_id,
        as_of_date,
        {{ dbt.listagg('channel', "', '", 'order by channel') }} as channels,
        max(case when channel_rank = 1 then channel end) as preferred_channel
    from ranked_channels
    group by customer_id, as_of_date

)

select * from channel_features
