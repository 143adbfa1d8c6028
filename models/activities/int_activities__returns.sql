with

pos_receipts as (

    select * from {{ ref('int_activities__pos_receipts') }}

),

refunds as (

    select * from {{ ref('stg_crm__refunds') }}

),

crm_orders as (

    select * from {{ ref('stg_crm__orders') }}

),

exchange_rates as (

    select * from {{ ref('int_activities__exchange_rates') }}

),

first_versions as (

    select
        order_id,
        min(known_from) as known_from
    from crm_orders
    group by order_id

),

-- whose order it was when it was first known
first_crm_orders as (

    select
        crm_orders.order_id,
        crm_orders.identifier_id,
        crm_orders.fallback_identifier_id,
        crm_orders.known_from
    from crm_orders
    inner join first_versions
        on crm_orders.order_id = first_versions.order_id
        and crm_orders.known_from = first_versions.known_from

),

-- a receipt that was a CRM order's gives its returns to that order
pos_returns as (

    select
        'return:' || returns.transaction_id as return_id,
        case
            when originals.crm_order_id is not null then 'crm:' || originals.crm_order_id
            when returns.crm_order_id is not null then 'crm:' || returns.crm_order_id
            when returns.original_transaction_id is not null then 'pos:' || returns.original_transaction_id
        end as order_id,
        'return' as return_type,
        'store' as channel,
        returns.identifier_id,
        returns.fallback_identifier_id,
        returns.transacted_at as returned_at,
        returns.store_id,
        -abs(returns.total_amount) as return_amount,
        returns.known_from
    from pos_receipts as returns
    left join pos_receipts as originals
        on returns.original_transaction_id = originals.transaction_id
    where returns.is_return

),

-- a refund says no customer: it is the order's, known once the order is
crm_refunds as (

    select
        'refund:' || refunds.refund_id as return_id,
        'crm:' || refunds.order_id as order_id,
        'refund' as return_type,
        'crm' as channel,
        first_crm_orders.identifier_id,
        first_crm_orders.fallback_identifier_id,
        refunds.refunded_at as returned_at,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(-abs({{ in_project_currency('refunds.refund_amount') }}) as {{ money_type() }}) as return_amount,
        greatest(refunds.known_at, coalesce(first_crm_orders.known_from, refunds.known_at)) as known_from
    from refunds
    {{ join_exchange_rates('refunds', 'refunded_at') }}
    left join first_crm_orders on refunds.order_id = first_crm_orders.order_id

),

returns as (

    select * from pos_returns
    union all
    select * from crm_refunds

)

select * from returns
