with

source as (

    select * from {{ source('pos', 'stores') }}

),

renamed as {{ materialized() }} (

    select
        ---------- ids
        cast(store_id as {{ dbt.type_string() }}) as store_id,
        landed_file_id,
        {{ content_hash('pos', 'stores') }} as content_hash,

        ---------- strings
        cast(store_name as {{ dbt.type_string() }}) as store_name,
        cast(city as {{ dbt.type_string() }}) as city,
        cast(postal_code as {{ dbt.type_string() }}) as postal_code,
        cast(country as {{ dbt.type_string() }}) as country,

        ---------- numerics
        cast(latitude as {{ double_type() }}) as latitude,
        cast(longitude as {{ double_type() }}) as longitude,
        landed_row_number,

        ---------- timestamps
        known_at,
        landed_at

    from source

),

-- one row per version of a store
versions as (

    {{ versions('renamed', key='store_id') }}

)

select * from versions
