with

daily_activities as (

    select * from {{ ref('daily_activities') }}

),

daily_category_purchases as (

    select * from {{ ref('daily_category_purchases') }}

),

categorised_orders as (

    select * from {{ ref('int_features__categorised_orders') }}

),

order_changes as (

    {{ changes('categorised_orders', ['category', 'sales_date']) }}

),

changes_of_channels as (

    select
        'channel' as level_name,
        coalesce(channel, 'unknown') as member_name,
        activity_date as sales_date,
        known_date,
        activity_count as order_count,
        revenue_amount as amount
    from daily_activities
    where activity_type = 'order'

),

changes_of_categories as (

    select
        'category' as level_name,
        coalesce(category, 'uncategorised') as member_name,
        sales_date,
        known_date,
        change_sign as order_count,
        cast(0 as {{ money_type() }}) as amount
    from order_changes
    union all
    select
        'category' as level_name,
        category as member_name,
        activity_date as sales_date,
        known_date,
        0 as order_count,
        line_amount as amount
    from daily_category_purchases
    where category is not null

),

all_changes as (

    select * from changes_of_channels
    union all
    select * from changes_of_categories
    union all
    select
        'total' as level_name,
        'total' as member_name,
        sales_date,
        known_date,
        order_count,
        amount
    from changes_of_channels

),

sales_changes as (

    select
        level_name,
        member_name,
        sales_date,
        known_date,
        cast(sum(order_count) as {{ dbt.type_int() }}) as order_count,
        cast(sum(amount) as {{ money_type() }}) as amount
    from all_changes
    group by level_name, member_name, sales_date, known_date

)

select * from sales_changes
