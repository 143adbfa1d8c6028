with

source as (

    select * from {{ source('crm', 'order_lines') }}

),

renamed as {{ materialized() }} (

    select
        ---------- ids
        cast(order_line_id as {{ dbt.type_string() }}) as order_line_id,
        cast(order_id as {{ dbt.type_string() }}) as order_id,
        cast(product_id as {{ dbt.type_string() }}) as product_id,
        landed_file_id,
        {{ content_hash('crm', 'order_lines') }} as content_hash,

        ---------- numerics
        cast(quantity as {{ money_type() }}) as quantity,
        cast(unit_price_amount as {{ money_type() }}) as unit_price_amount,
        landed_row_number,

        ---------- timestamps
        known_at,
        landed_at

    from source

),

-- one row per version of a order line
versions as (

    {{ versions('renamed', key='order_line_id') }}

)

select * from versions
