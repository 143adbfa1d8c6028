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

-- whose an order was over time: nobody's until it was known
order_owners as (

    select
        order_id,
        identifier_id,
        fallback_identifier_id,
        known_from,
        known_to
    from crm_orders
    union all
    select
        order_id,
        cast(null as {{ identifier_id_type() }}) as identifier_id,
        cast(null as {{ identifier_id_type() }}) as fallback_identifier_id,
        cast('0001-01-01' as {{ dbt.type_timestamp() }}) as known_from,
        min(known_from) as known_to
    from crm_orders
    group by order_id

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
        returns.known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from pos_receipts as returns
    left join pos_receipts as originals
        on returns.original_transaction_id = originals.transaction_id
    where returns.is_return

),

-- a refund says no customer: it is the order's, and goes with it
crm_refunds as (

    select
        'refund:' || refunds.refund_id as return_id,
        'crm:' || refunds.order_id as order_id,
        'refund' as return_type,
        'crm' as channel,
        order_owners.identifier_id,
        order_owners.fallback_identifier_id,
        refunds.refunded_at as returned_at,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(-abs({{ in_project_currency('refunds.refund_amount') }}) as {{ money_type() }}) as return_amount,
        greatest(refunds.known_at, coalesce(order_owners.known_from, refunds.known_at)) as known_from,
        order_owners.known_to
    from refunds
    {{ join_exchange_rates('refunds', 'refunded_at') }}
    left join order_owners
        on refunds.order_id = order_owners.order_id
        and (refunds.known_at < order_owners.known_to or order_owners.known_to is null)

),

returns as (

    select * from pos_returns
    union all
    select * from crm_refunds

)

select * from returns
