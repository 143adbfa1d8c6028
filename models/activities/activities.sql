with

order_versions as (

    select * from {{ ref('int_activities__order_versions') }}

),

returns as (

    select * from {{ ref('int_activities__returns') }}

),

campaign_contacts as (

    select * from {{ ref('int_activities__campaign_contacts') }}

),

loyalty_events as (

    select * from {{ ref('stg_crm__loyalty_events') }}

),

support_tickets as (

    select * from {{ ref('int_activities__support_tickets') }}

),

orders_placed as (

    select
        order_id as activity_id,
        'order' as activity_type,
        channel,
        ordered_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        store_id,
        order_amount as revenue_amount,
        discount_amount,
        known_from,
        known_to
    from order_versions

),

goods_returned as (

    select
        return_id as activity_id,
        return_type as activity_type,
        channel,
        returned_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        store_id,
        return_amount as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        known_from,
        known_to
    from returns

),

loyalty_moves as (

    select
        'loyalty:' || loyalty_event_id as activity_id,
        'loyalty_' || event_type as activity_type,
        'loyalty' as channel,
        occurred_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from loyalty_events

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
    select * from support_tickets

),

activities as (

    select
        *,
        {{ local_date('activity_at') }} as activity_date
    from things_done

)

select * from activities
