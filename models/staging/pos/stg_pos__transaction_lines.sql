{{ config(materialized='incremental', unique_key='transaction_line_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('pos', 'transaction_lines') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(transaction_line_id as {{ dbt.type_string() }}) as transaction_line_id,
        cast(transaction_id as {{ dbt.type_string() }}) as transaction_id,
        cast(product_id as {{ dbt.type_string() }}) as product_id,
        landed_file_id,

        ---------- numerics
        cast(quantity as {{ money_type() }}) as quantity,
        cast(unit_price_amount as {{ money_type() }}) as unit_price_amount,
        landed_row_number,

        ---------- timestamps
        known_at,
        landed_at

    from source

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('renamed', key='transaction_line_id') }}

),

-- one row per transaction line: the copy known first
first_copies as (

    {{ first_known('copies', key='transaction_line_id') }}

)

select * from first_copies
