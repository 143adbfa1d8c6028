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

-- a receipt that is a CRM order's tells its lines until the CRM does
receipt_lines as (

    select
        'pos:' || pos_lines.transaction_line_id as order_line_id,
        'crm:' || pos_receipts.crm_order_id as order_id,
        pos_lines.product_id,
        pos_lines.quantity,
        pos_lines.unit_price_amount,
        pos_lines.known_at as known_from,
        first_crm_lines.known_from as known_to
    from pos_lines
    inner join pos_receipts
        on pos_lines.transaction_id = pos_receipts.transaction_id
        and pos_receipts.crm_order_id is not null
        and not pos_receipts.is_return
    left join first_crm_lines on pos_receipts.crm_order_id = first_crm_lines.order_id
    where
        first_crm_lines.known_from is null
        or pos_lines.known_at < first_crm_lines.known_from

)

select * from receipt_lines
