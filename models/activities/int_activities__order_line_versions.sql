{{ config(materialized='view') }}

with

order_versions as (

    select * from {{ ref('int_activities__order_versions') }}

),

crm_lines as (

    select * from {{ ref('stg_crm__order_lines') }}

),

pos_receipts as (

    select * from {{ ref('int_activities__pos_receipts') }}

),

pos_lines as (

    select * from {{ ref('stg_pos__transaction_lines') }}

),

first_crm_lines as (

    select
        order_id,
        min(known_from) as known_from
    from crm_lines
    group by order_id

),

-- a receipt that is a CRM order's tells its lines until the CRM does
receipt_lines_of_crm_orders as (

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

),

lines as (

    select
        'crm:' || order_line_id as order_line_id,
        'crm:' || order_id as order_id,
        product_id,
        quantity,
        unit_price_amount,
        known_from,
        known_to
    from crm_lines
    union all
    select
        'pos:' || transaction_line_id as order_line_id,
        'pos:' || transaction_id as order_id,
        product_id,
        quantity,
        unit_price_amount,
        known_at as known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from pos_lines
    union all
    select * from receipt_lines_of_crm_orders
    where
        known_to is null
        or known_from < known_to

),

-- a line counts while both it and its order do
overlapping as (

    select
        lines.order_line_id,
        lines.order_id,
        order_versions.identifier_id,
        order_versions.fallback_identifier_id,
        order_versions.order_date,
        lines.product_id,
        lines.quantity,
        cast(
            cast(lines.quantity * lines.unit_price_amount as {{ money_type() }})
            * order_versions.project_units_per_unit
            as {{ money_type() }}
        ) as line_amount,
        greatest(lines.known_from, order_versions.known_from) as known_from,
        case
            when lines.known_to is null then order_versions.known_to
            when order_versions.known_to is null then lines.known_to
            else least(lines.known_to, order_versions.known_to)
        end as known_to
    from lines
    inner join order_versions on lines.order_id = order_versions.order_id

),

order_line_versions as (

    select * from overlapping
    where known_to is null or known_from < known_to

)

select * from order_line_versions
