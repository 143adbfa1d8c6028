{{ config(materialized='incremental', unique_key='ping_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('iot', 'locations') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(ping_id as {{ dbt.type_string() }}) as ping_id,
        {{ normalized_text('device_id') }} as device_id,
        cast(store_id as {{ dbt.type_string() }}) as store_id,
        landed_file_id,

        ---------- strings
        cast(zone as {{ dbt.type_string() }}) as zone,

        ---------- numerics
        cast(latitude as {{ double_type() }}) as latitude,
        cast(longitude as {{ double_type() }}) as longitude,
        cast(dwell_seconds as {{ dbt.type_bigint() }}) as dwell_seconds,
        landed_row_number,

        ---------- timestamps
        cast(pinged_at as {{ dbt.type_timestamp() }}) as pinged_at,
        known_at,
        landed_at

    from source

),

identified as (

    select
        *,
        {{ strongest_identifier_id(['device_id']) }} as identifier_id,
        {{ fallback_identifier_id(['device_id']) }} as fallback_identifier_id
    from renamed

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('identified', key='ping_id') }}

),

-- one row per ping: the copy known first
first_copies as (

    {{ first_known('copies', key='ping_id') }}

)

select * from first_copies
