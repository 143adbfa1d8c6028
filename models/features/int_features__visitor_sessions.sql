with

session_versions as (

    select * from {{ ref('int_activities__session_versions') }}

),

session_starts as (

    select * from {{ ref('int_features__session_starts') }}

),

dated_versions as (

    select
        visitor_key,
        cart_count > 0 as has_cart,
        has_order,
        known_from,
        known_to,
        {{ local_date('started_at') }} as session_date
    from session_versions

),

-- the dates after which a version is seen: known, not yet replaced, of the 90 days before
seen_versions as (

    select
        visitor_key,
        has_cart,
        has_order,
        session_date,
        greatest(known_from, session_date) as seen_from,
        least(
            coalesce(known_to, cast('9999-12-31' as date)),
            cast({{ dbt.dateadd('day', 90, 'session_date') }} as date)
        ) as seen_to
    from dated_versions

),

-- a version adds to what is seen of its visitor, and takes it away again; a session
-- that starts asks what was seen by the day before
changes as (

    select
        visitor_key,
        seen_from as change_date,
        1 as change_sign,
        has_cart,
        has_order,
        session_date,
        cast(null as {{ dbt.type_string() }}) as first_event_id
    from seen_versions
    where seen_from < seen_to
    union all
    select
        visitor_key,
        seen_to as change_date,
        -1 as change_sign,
        has_cart,
        has_order,
        cast(null as date) as session_date,
        cast(null as {{ dbt.type_string() }}) as first_event_id
    from seen_versions
    where seen_from < seen_to
    union all
    select
        visitor_key,
        session_date as change_date,
        0 as change_sign,
        false as has_cart,
        false as has_order,
        cast(null as date) as session_date,
        first_event_id
    from session_starts

),

{% set seen_by_the_day_before = 'over (partition by visitor_key order by change_date, abs(change_sign)'
    ' rows between unbounded preceding and current row)' -%}
running_totals as (

    select
        first_event_id,
        change_date as session_date,
        sum(change_sign) {{ seen_by_the_day_before }} as session_count_90d,
        sum(case when has_cart then change_sign else 0 end) {{ seen_by_the_day_before }} as cart_session_count_90d,
        sum(case when has_order then change_sign else 0 end) {{ seen_by_the_day_before }} as order_session_count_90d,
        max(session_date) {{ seen_by_the_day_before }} as last_session_date
    from changes

),

visitor_sessions as (

    select
        first_event_id,
        session_count_90d,
        cart_session_count_90d,
        order_session_count_90d,
        {{ dbt.datediff('last_session_date', 'session_date', 'day') }} as days_since_last_session
    from running_totals
    where first_event_id is not null

)

select * from visitor_sessions
