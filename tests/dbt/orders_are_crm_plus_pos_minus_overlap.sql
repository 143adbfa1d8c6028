-- counted from staging, so that nothing between it and the mart is believed
with

fct_orders as (

    select * from {{ ref('fct_orders') }}

),

crm_orders as (

    select * from {{ ref('stg_crm__orders') }}

),

pos_transactions as (

    select * from {{ ref('stg_pos__transactions') }}

),

exchange_rates as (

    select * from {{ ref('int_activities__exchange_rates') }}

),

fct_totals as (

    select
        count(*) as order_count,
        coalesce(sum(order_amount), 0) as order_amount
    from fct_orders

),

-- as they stand now; without a rate they are quarantined, a negative one is a return
crm_totals as (

    select
        count(*) as order_count,
        coalesce(sum({{ in_project_currency('crm_orders.order_amount') }}), 0) as order_amount
    from crm_orders
    {{ join_exchange_rates('crm_orders', 'ordered_at') }}
    where
        crm_orders.known_to is null
        and crm_orders.status <> 'cancelled'
        and crm_orders.order_amount >= 0

),

pos_sales as (

    select
        pos_transactions.order_id,
        {{ in_project_currency('pos_transactions.total_amount') }} as order_amount
    from pos_transactions
    {{ join_exchange_rates('pos_transactions', 'transacted_at') }}
    where
        not pos_transactions.is_return
        and pos_transactions.total_amount >= 0

),

pos_totals as (

    select
        count(*) as order_count,
        coalesce(sum(order_amount), 0) as order_amount
    from pos_sales

),

-- a receipt of an order that the CRM has as well, be it cancelled since
overlap_totals as (

    select
        count(*) as order_count,
        coalesce(sum(order_amount), 0) as order_amount
    from pos_sales
    where order_id in (select crm_orders.order_id from crm_orders)

)

select
    fct_totals.order_count,
    fct_totals.order_amount,
    crm_totals.order_count + pos_totals.order_count - overlap_totals.order_count as staged_order_count,
    crm_totals.order_amount + pos_totals.order_amount - overlap_totals.order_amount as staged_order_amount
from fct_totals
cross join crm_totals
cross join pos_totals
cross join overlap_totals
where
    fct_totals.order_count <> crm_totals.order_count + pos_totals.order_count - overlap_totals.order_count
    or fct_totals.order_amount <> crm_totals.order_amount + pos_totals.order_amount - overlap_totals.order_amount
