{{ config(materialized='view') }}

with

activities as (

    select * from {{ ref('activities') }}

),

-- a campaign message is something we did, not they
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

)

select * from things_done
