{{ config(materialized='view') }}

with

order_versions as (

    select * from {{ ref('int_activities__order_versions') }}

),

crm_lines as (

    select * from {{ ref('stg_crm__order_lines') }}

),

pos_lines as (

    select * from {{ ref('stg_pos__transaction_lines') }}

),

receipt_lines as (

    select * from {{ ref('int_activities__receipt_lines') }}

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
    select * from receipt_lines

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
        {{ in_project_currency(
            'cast(lines.quantity * lines.unit_price_amount as ' ~ money_type() ~ ')',
            rate='order_versions.project_units_per_unit'
        ) }} as line_amount,
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
