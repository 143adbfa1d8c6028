with

activities_as_of as (

    select * from {{ ref('int_features__activities_as_of') }}

),

-- orders and what came back of them, looked at by several topics: joined to identity once
sales_as_of as (

    select
        customer_id,
        as_of_date,
        activity_date,
        days_before_as_of,
        activity_type,
        channel,
        store_id,
        activity_count,
        revenue_amount,
        discount_amount
    from activities_as_of
    where activity_type in ('order', 'return', 'refund')

)

select * from sales_as_of
