with

source as (

    select * from {{ source('catalog', 'products') }}

),

renamed as {{ materialized() }} (

    select
        ---------- ids
        cast(product_id as {{ dbt.type_string() }}) as product_id,
        landed_file_id,
        {{ content_hash('catalog', 'products') }} as content_hash,

        ---------- strings
        cast(product_name as {{ dbt.type_string() }}) as product_name,
        cast(category as {{ dbt.type_string() }}) as category,
        cast(brand as {{ dbt.type_string() }}) as brand,

        ---------- numerics
        cast(price_amount as {{ money_type() }}) as price_amount,
        cast(cost_amount as {{ money_type() }}) as cost_amount,
        landed_row_number,

        ---------- timestamps
        known_at,
        landed_at

    from source

),

-- one row per version of a product
versions as (

    {{ versions('renamed', key='product_id') }}

)

select * from versions
