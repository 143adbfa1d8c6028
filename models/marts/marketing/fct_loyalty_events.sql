with

loyalty_events as (

    select * from {{ ref('stg_crm__loyalty_events') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

events_of_customers as (

    select
        loyalty_events.loyalty_event_id,
        {{ customer_id_of_row() }} as customer_id,
        loyalty_events.occurred_at,
        loyalty_events.event_type,
        loyalty_events.points,
        loyalty_events.tier
    from loyalty_events
    {{ join_customers('loyalty_events') }}

)

select * from events_of_customers
