with

things_done as (

    select * from {{ ref('int_features__things_done') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

latest as (

    select * from as_of_dates
    where is_latest

),

-- one row per identifier pair: what had been done before the latest date, as known then
times_of_identifiers as (

    select
        things_done.identifier_id,
        things_done.fallback_identifier_id,
        latest.as_of_date,
        min(case when things_done.activity_type = 'order' then things_done.activity_at end) as first_order_at,
        max(case when things_done.activity_type = 'order' then things_done.activity_at end) as last_order_at,
        min(things_done.activity_at) as first_activity_at,
        max(things_done.activity_at) as last_activity_at
    from things_done
    inner join latest
        on things_done.known_from < latest.as_of_at
        and (things_done.known_to >= latest.as_of_at or things_done.known_to is null)
        and things_done.activity_at < latest.as_of_at
    group by
        things_done.identifier_id,
        things_done.fallback_identifier_id,
        latest.as_of_date

),

times_of_customers as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        times_of_identifiers.first_order_at,
        times_of_identifiers.last_order_at,
        times_of_identifiers.first_activity_at,
        times_of_identifiers.last_activity_at
    from times_of_identifiers
    {{ join_customer_as_of('times_of_identifiers', dates='times_of_identifiers') }}

),

order_times as (

    select
        customer_id,
        min(first_order_at) as first_order_at,
        max(last_order_at) as last_order_at,
        min(first_activity_at) as first_activity_at,
        max(last_activity_at) as last_activity_at
    from times_of_customers
    group by customer_id

),

-- when the customer was first known of; it may have no activity
known_times as (

    select
        identifier_history.customer_id,
        min(identifiers.known_at) as first_known_at
    from latest
    inner join identifier_history
        on latest.as_of_date >= identifier_history.known_from
        and (latest.as_of_date < identifier_history.known_to or identifier_history.known_to is null)
    inner join identifiers on identifier_history.identifier_id = identifiers.identifier_id
    where identifier_history.customer_id is not null
    group by identifier_history.customer_id

),

activity_times as (

    select
        known_times.customer_id,
        least(
            known_times.first_known_at,
            coalesce(order_times.first_activity_at, known_times.first_known_at)
        ) as first_seen_at,
        coalesce(order_times.last_activity_at, known_times.first_known_at) as last_seen_at,
        order_times.first_order_at,
        order_times.last_order_at
    from known_times
    left join order_times on known_times.customer_id = order_times.customer_id

)

select * from activity_times
