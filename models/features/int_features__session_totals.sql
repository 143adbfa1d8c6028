with

identifier_sessions as (

    select * from {{ ref('int_features__identifier_sessions') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

totals_of_customers as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        identifier_sessions.*
    from identifier_sessions
    {{ join_customer_as_of('identifier_sessions', dates='identifier_sessions') }}

),

session_totals as (

    select
        customer_id,
        as_of_date,
        sum(session_count_30d) as session_count_30d,
        sum(session_count_90d) as session_count_90d,
        sum(session_count_365d) as session_count_365d,
        sum(app_session_count_90d) as app_session_count_90d,
        sum(page_view_count_90d) as page_view_count_90d,
        sum(product_view_count_90d) as product_view_count_90d,
        sum(search_count_90d) as search_count_90d,
        sum(cart_count_90d) as cart_count_90d,
        sum(cart_session_count_90d) as cart_session_count_90d,
        sum(abandoned_cart_session_count_90d) as abandoned_cart_session_count_90d,
        sum(duration_seconds_90d) as duration_seconds_90d
    from totals_of_customers
    group by customer_id, as_of_date

)

select * from session_totals
