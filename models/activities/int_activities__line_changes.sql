{{ config(materialized='view') }}

with

lines as (

    select * from {{ ref('int_activities__categorised_lines') }}

),

-- every order line where it became known and where it ceased to hold
changes as (

    {{ changes('lines', [
        'order_line_id', 'order_date', 'identifier_id', 'fallback_identifier_id',
        'category', 'quantity', 'line_amount',
    ]) }}

)

select * from changes
