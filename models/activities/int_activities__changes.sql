{{ config(materialized='view') }}

with

activities as {{ not_materialized() }} (

    select * from {{ ref('activities') }}

),

-- every activity where it became known and where it ceased to hold
changes as (

    {{ changes('activities', [
        'activity_id', 'activity_type', 'channel', 'activity_date', 'identifier_id',
        'fallback_identifier_id', 'store_id', 'revenue_amount', 'discount_amount',
        'duration_seconds',
    ]) }}

)

select * from changes
