{{ config(materialized='view') }}

with

visits as (

    select * from {{ ref('int_activities__visits') }}

),

visits_cut_again as (

    select * from {{ ref('int_activities__visits_cut_again') }}

),

{% set columns = 'visitor_key, first_event_id, second_event_id, third_event_id, user_id, email, started_at,'
    ' ended_at, page_view_count, product_view_count, search_count, cart_count, has_order, known_from' -%}
-- a visit of one account is a session as it is, from when the last of it became known
session_versions as (

    select
        {{ columns }},
        cast(null as date) as known_to
    from visits
    where not has_many_accounts
    union all
    select
        {{ columns }},
        known_to
    from visits_cut_again

)

select * from session_versions
