with

sessions as (

    select * from {{ ref('sessions') }}
    where known_to is null

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

sessions_of_visitors as (

    select
        sessions.session_id,
        {{ customer_id_of_row() }} as customer_id,
        case
            when coalesce(strongest.customer_id, fallback.customer_id) is null
                then cast(coalesce(strongest.profile_id, fallback.profile_id) as {{ dbt.type_string() }})
        end as visitor_id,
        sessions.platform,
        sessions.started_at,
        sessions.ended_at,
        cast(sessions.page_view_count as {{ dbt.type_int() }}) as page_view_count,
        sessions.product_view_count,
        sessions.search_count,
        sessions.duration_seconds,
        sessions.has_cart,
        sessions.has_order,
        sessions.utm_source,
        sessions.utm_medium,
        sessions.utm_campaign
    from sessions
    {{ join_customers('sessions') }}

)

select * from sessions_of_visitors
