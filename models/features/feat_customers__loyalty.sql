with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

loyalty_events as (

    select * from {{ ref('stg_crm__loyalty_events') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

tiers_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        loyalty_events.tier,
        row_number() over (
            partition by coalesce(strongest.customer_id, fallback.customer_id), as_of_dates.as_of_date
            order by loyalty_events.occurred_at desc, loyalty_events.loyalty_event_id desc
        ) as tier_rank
    from loyalty_events
    inner join as_of_dates
        on loyalty_events.known_at < as_of_dates.as_of_at
        and loyalty_events.occurred_at < as_of_dates.as_of_at
        and loyalty_events.tier is not null
    {{ join_customer_as_of('loyalty_events') }}

),

-- the tier of the last event that named one
loyalty_features as (

    select
        customer_id,
        as_of_date,
        tier as loyalty_tier
    from tiers_as_of
    where tier_rank = 1

)

select * from loyalty_features
