{{ config(materialized='view') }}

with

pos_receipts as (

    select * from {{ ref('int_activities__pos_receipts') }}

),

pos_lines as (

    select * from {{ ref('stg_pos__transaction_lines') }}

),

crm_lines as (

    select * from {{ ref('stg_crm__order_lines') }}

),

first_crm_lines as (

    select
        order_id,
        min(known_from) as known_from
    from crm_lines
    group by order_id

),

-- a receipt that is a CRM order's tells its lines until the CRM does; which order, the
-- receipt says, so no line of it is known before the receipt is
known_receipt_lines as (

    select
        'pos:' || pos_lines.transaction_line_id as order_line_id,
        'crm:' || pos_receipts.crm_order_id as order_id,
        pos_lines.product_id,
        pos_lines.quantity,
        pos_lines.unit_price_amount,
        greatest(pos_lines.known_at, pos_receipts.known_from) as known_from,
        first_crm_lines.known_from as known_to
    from pos_lines
    inner join pos_receipts
        on pos_lines.transaction_id = pos_receipts.transaction_id
        and pos_receipts.crm_order_id is not null
        and not pos_receipts.is_return
    left join first_crm_lines on pos_receipts.crm_order_id = first_crm_lines.order_id

),

receipt_lines as (

    select * from known_receipt_lines
    where known_to is null or known_from < known_to

)

select * from receipt_lines
