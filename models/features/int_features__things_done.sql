{{ config(materialized='view') }}

with

activities as (

    select * from {{ ref('activities') }}

),

sessions as (

    select * from {{ ref('sessions') }}

),

-- a campaign message is something we did; a visit is something they did
things_done as (

    select
        activity_id,
        activity_type,
        activity_at,
        identifier_id,
        fallback_identifier_id,
        known_from,
        known_to
    from activities
    where activity_type <> 'campaign_contact'
    union all
    select
        'session:' || session_id as activity_id,
        'session' as activity_type,
        started_at as activity_at,
        identifier_id,
        fallback_identifier_id,
        known_from,
        known_to
    from sessions

)

select * from things_done
