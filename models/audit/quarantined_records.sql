with

crm_orders as (

    select * from {{ ref('stg_crm__orders') }}

),

crm_refunds as (

    select * from {{ ref('stg_crm__refunds') }}

),

pos_transactions as (

    select * from {{ ref('stg_pos__transactions') }}

),

ad_spend as (

    select * from {{ ref('stg_marketing__ad_spend') }}

),

exchange_rates as (

    select * from {{ ref('int_activities__exchange_rates') }}

),

-- amounts that no rate turns into project currency
orders_without_rate as (

    select
        'crm/orders' as entity,
        crm_orders.order_id as record_id,
        crm_orders.known_from as known_at,
        'no exchange rate for ' || crm_orders.currency as reason
    from crm_orders
    {{ join_exchange_rates('crm_orders', 'ordered_at', kind='left') }}
    where exchange_rates.currency is null

),

refunds_without_rate as (

    select
        'crm/refunds' as entity,
        crm_refunds.refund_id as record_id,
        crm_refunds.known_at,
        'no exchange rate for ' || crm_refunds.currency as reason
    from crm_refunds
    {{ join_exchange_rates('crm_refunds', 'refunded_at', kind='left') }}
    where exchange_rates.currency is null

),

transactions_without_rate as (

    select
        'pos/transactions' as entity,
        pos_transactions.transaction_id as record_id,
        pos_transactions.known_at,
        'no exchange rate for ' || pos_transactions.currency as reason
    from pos_transactions
    {{ join_exchange_rates('pos_transactions', 'transacted_at', kind='left') }}
    where exchange_rates.currency is null

),

ad_spend_without_rate as (

    select
        'marketing/ad_spend' as entity,
        ad_spend.spend_id as record_id,
        ad_spend.known_from as known_at,
        'no exchange rate for ' || ad_spend.currency as reason
    from ad_spend
    {{ join_exchange_rates('ad_spend', 'spend_date', kind='left', is_date=true) }}
    where exchange_rates.currency is null

),

quarantined as (

    select * from orders_without_rate
    union all
    select * from refunds_without_rate
    union all
    select * from transactions_without_rate
    union all
    select * from ad_spend_without_rate

)

select * from quarantined
