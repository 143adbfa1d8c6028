{{ config(materialized='incremental', unique_key='transaction_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('pos', 'transactions') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(transaction_id as {{ dbt.type_string() }}) as transaction_id,
        cast(store_id as {{ dbt.type_string() }}) as store_id,
        cast(register_id as {{ dbt.type_string() }}) as register_id,
        cast(order_id as {{ dbt.type_string() }}) as order_id,
        {{ normalized_text('loyalty_id') }} as loyalty_id,
        {{ normalized_text('payment_token') }} as payment_token,
        {{ normalized_email('receipt_email') }} as email,
        {{ normalized_phone('receipt_phone') }} as phone,
        cast(original_transaction_id as {{ dbt.type_string() }}) as original_transaction_id,
        landed_file_id,

        ---------- strings
        cast(payment_method as {{ dbt.type_string() }}) as payment_method,
        cast(currency as {{ dbt.type_string() }}) as currency,

        ---------- numerics
        cast(total_amount as {{ money_type() }}) as total_amount,
        cast(discount_amount as {{ money_type() }}) as discount_amount,
        cast(tax_amount as {{ money_type() }}) as tax_amount,
        landed_row_number,

        ---------- booleans
        coalesce(cast(is_return as {{ dbt.type_boolean() }}), false) as is_return,

        ---------- timestamps
        cast(transacted_at as {{ dbt.type_timestamp() }}) as transacted_at,
        known_at,
        landed_at

    from source

),

identified as (

    select
        *,
        {{ strongest_identifier_id(['loyalty_id', 'email', 'phone', 'payment_token']) }} as identifier_id,
        {{ fallback_identifier_id(['loyalty_id', 'email', 'phone', 'payment_token']) }} as fallback_identifier_id
    from renamed

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('identified', key='transaction_id') }}

),

-- one row per transaction: the copy known first
first_copies as (

    {{ first_known('copies', key='transaction_id') }}

)

select * from first_copies
