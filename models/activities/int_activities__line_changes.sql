{{ config(materialized='view') }}

with

order_lines as {{ not_materialized() }} (

    select * from {{ ref('order_lines') }}

),

-- every order line where it became known and where it ceased to hold
changes as (

    {{ changes('order_lines', [
        'order_line_id', 'order_date', 'identifier_id', 'fallback_identifier_id',
        'category', 'quantity', 'line_amount',
    ]) }}

)

select * from changes
