with

order_lines as (

    select * from {{ ref('order_lines') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

current_lines as (

    select * from order_lines
    where known_to is null

),

lines_of_customers as (

    select
        current_lines.order_line_id,
        current_lines.order_id,
        {{ customer_id_of_row() }} as customer_id,
        current_lines.product_id,
        current_lines.quantity,
        current_lines.line_amount
    from current_lines
    {{ join_customers('current_lines') }}

)

select * from lines_of_customers
