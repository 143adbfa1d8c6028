with

fct_orders as (

    select * from {{ ref('fct_orders') }}

),

crm_orders as (

    select * from {{ ref('int_activities__crm_orders') }}

),

pos_receipts as (

    select * from {{ ref('int_activities__pos_receipts') }}

),

fct_totals as (

    select
        count(*) as order_count,
        coalesce(sum(order_amount), 0) as order_amount
    from fct_orders

),

crm_totals as (

    select
        count(*) as order_count,
        coalesce(sum(order_amount), 0) as order_amount
    from crm_orders
    where known_to is null

),

-- a receipt of an order that the CRM has as well counts in both systems
pos_totals as (

    select
        count(*) as order_count,
        coalesce(sum(total_amount), 0) as order_amount
    from pos_receipts
    where not is_return

),

overlap_totals as (

    select
        count(*) as order_count,
        coalesce(sum(total_amount), 0) as order_amount
    from pos_receipts
    where
        not is_return
        and crm_order_id is not null

)

select fct_totals.*
from fct_totals
cross join crm_totals
cross join pos_totals
cross join overlap_totals
where
    fct_totals.order_count <> crm_totals.order_count + pos_totals.order_count - overlap_totals.order_count
    or fct_totals.order_amount <> crm_totals.order_amount + pos_totals.order_amount - overlap_totals.order_amount
