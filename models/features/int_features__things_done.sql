{{ config(materialized='view') }}

with

activities as (

    select * from {{ ref('activities') }}

),

-- not what we did: a message, a refund, points that expired
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
    where {{ is_done_by_customer('activity_type') }}

)

select * from things_done
