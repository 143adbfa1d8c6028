with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

sessions as (

    select * from {{ ref('sessions') }}

),

-- visits of the 365 days before each date, as they were known then
sessions_as_of as (

    select
        sessions.identifier_id,
        sessions.fallback_identifier_id,
        as_of_dates.as_of_date,
        {{ dbt.datediff('sessions.session_date', 'as_of_dates.as_of_date', 'day') }} as days_before_as_of,
        sessions.page_view_count,
        sessions.product_view_count,
        sessions.search_count,
        sessions.cart_count,
        sessions.duration_seconds,
        case when sessions.platform in ('ios', 'android') then 1 else 0 end as app_session_count,
        case when sessions.has_cart then 1 else 0 end as cart_session_count,
        case when sessions.has_cart and not sessions.has_order then 1 else 0 end as abandoned_cart_session_count
    from sessions
    inner join as_of_dates
        on sessions.known_from < as_of_dates.as_of_date
        and (sessions.known_to >= as_of_dates.as_of_date or sessions.known_to is null)
        and {{ is_in_window('sessions.session_date', 365) }}

),

-- one row per identifier pair and as-of date
identifier_sessions as (

    select
        identifier_id,
        fallback_identifier_id,
        as_of_date,
        {{ sum_in_window('1', 30) }} as session_count_30d,
        {{ sum_in_window('1', 90) }} as session_count_90d,
        count(*) as session_count_365d,
        {{ sum_in_window('app_session_count', 90) }} as app_session_count_90d,
        {{ sum_in_window('page_view_count', 90) }} as page_view_count_90d,
        {{ sum_in_window('product_view_count', 90) }} as product_view_count_90d,
        {{ sum_in_window('search_count', 90) }} as search_count_90d,
        {{ sum_in_window('cart_count', 90) }} as cart_count_90d,
        {{ sum_in_window('cart_session_count', 90) }} as cart_session_count_90d,
        {{ sum_in_window('abandoned_cart_session_count', 90) }} as abandoned_cart_session_count_90d,
        {{ sum_in_window('duration_seconds', 90) }} as duration_seconds_90d
    from sessions_as_of
    group by identifier_id, fallback_identifier_id, as_of_date

)

select * from identifier_sessions
