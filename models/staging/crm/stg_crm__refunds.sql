{{ config(materialized='incremental', unique_key='refund_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('crm', 'refunds') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(refund_id as {{ dbt.type_string() }}) as refund_id,
        cast(order_id as {{ dbt.type_string() }}) as order_id,
        cast(order_line_id as {{ dbt.type_string() }}) as order_line_id,
        landed_file_id,

        ---------- strings
        cast(currency as {{ dbt.type_string() }}) as currency,

        ---------- numerics
        cast(refund_amount as {{ money_type() }}) as refund_amount,
        landed_row_number,

        ---------- timestamps
        cast(refunded_at as {{ dbt.type_timestamp() }}) as refunded_at,
        known_at,
        landed_at

    from source

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('renamed', key='refund_id') }}

),

-- one row per refund: the copy known first
first_copies as (

    {{ first_known('copies', key='refund_id') }}

)

select * from first_copies
