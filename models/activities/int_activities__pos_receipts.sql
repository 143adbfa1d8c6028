with

transactions as (

    select * from {{ ref('stg_pos__transactions') }}

),

exchange_rates as (

    select * from {{ ref('int_activities__exchange_rates') }}

),

crm_orders as (

    select * from {{ ref('stg_crm__orders') }}

),

first_known_crm_orders as (

    select
        order_id,
        min(known_from) as known_from
    from crm_orders
    group by order_id

),

-- one row per receipt; a negative total is a return whatever the flag says
pos_receipts as (

    select
        transactions.transaction_id,
        'pos:' || transactions.transaction_id as order_id,
        first_known_crm_orders.order_id as crm_order_id,
        transactions.original_transaction_id,
        transactions.identifier_id,
        transactions.fallback_identifier_id,
        transactions.transacted_at,
        {{ local_date('transactions.transacted_at') }} as transaction_date,
        transactions.store_id,
        transactions.is_return or transactions.total_amount < 0 as is_return,
        {{ in_project_currency('transactions.total_amount') }} as total_amount,
        {{ in_project_currency('coalesce(transactions.discount_amount, 0)') }} as discount_amount,
        exchange_rates.project_units_per_unit,
        transactions.known_at as known_from,
        -- a receipt that names a CRM order is that order from when the CRM knew it
        case
            when first_known_crm_orders.known_from > transactions.known_at
                then first_known_crm_orders.known_from
        end as known_to,
        coalesce(first_known_crm_orders.known_from <= transactions.known_at, false) as is_crm_order
    from transactions
    {{ join_exchange_rates('transactions', 'transacted_at') }}
    left join first_known_crm_orders on transactions.order_id = first_known_crm_orders.order_id

)

select * from pos_receipts
