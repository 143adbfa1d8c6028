with

activities as (

    select * from {{ ref('activities') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

current_activities as (

    select * from activities
    where known_to is null

),

activities_of_customers as (

    select
        current_activities.activity_id,
        {{ customer_id_of_row() }} as customer_id,
        current_activities.activity_at,
        current_activities.activity_date,
        current_activities.activity_type,
        current_activities.channel,
        current_activities.product_id,
        current_activities.store_id,
        current_activities.revenue_amount,
        current_activities.duration_seconds
    from current_activities
    {{ join_customers('current_activities') }}

)

select * from activities_of_customers
