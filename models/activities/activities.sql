with

orders_placed as (

    select * from {{ ref('int_activities__orders_placed') }}

),

goods_returned as (

    select * from {{ ref('int_activities__goods_returned') }}

),

loyalty_moves as (

    select * from {{ ref('int_activities__loyalty_moves') }}

),

campaign_contacts as (

    select * from {{ ref('int_activities__campaign_contacts') }}

),

device_uses as (

    select * from {{ ref('int_activities__device_uses') }}

),

location_pings as (

    select * from {{ ref('int_activities__location_pings') }}

),

reviews as (

    select * from {{ ref('int_activities__reviews') }}

),

sessions as (

    select * from {{ ref('int_activities__sessions') }}

),

social_engagements as (

    select * from {{ ref('int_activities__social_engagements') }}

),

support_tickets as (

    select * from {{ ref('int_activities__support_tickets') }}

),

ticket_messages as (

    select * from {{ ref('int_activities__ticket_messages') }}

),

web_actions as (

    select * from {{ ref('int_activities__web_actions') }}

),

-- one row per thing done and span of time over which it was known so
things_done as (

    select * from orders_placed
    union all
    select * from goods_returned
    union all
    select * from loyalty_moves
    union all
    select * from campaign_contacts
    union all
    select * from device_uses
    union all
    select * from location_pings
    union all
    select * from reviews
    union all
    select * from sessions
    union all
    select * from social_engagements
    union all
    select * from support_tickets
    union all
    select * from ticket_messages
    union all
    select * from web_actions

),

activities as (

    select
        *,
        {{ local_date('activity_at') }} as activity_date
    from things_done

)

select * from activities
