{{ config(materialized='incremental', unique_key='usage_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('iot', 'usage') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(usage_id as {{ dbt.type_string() }}) as usage_id,
        {{ normalized_text('device_id') }} as device_id,
        landed_file_id,

        ---------- strings
        cast(metric_name as {{ dbt.type_string() }}) as metric_name,
        cast(error_code as {{ dbt.type_string() }}) as error_code,

        ---------- numerics
        cast(usage_minutes as {{ money_type() }}) as usage_minutes,
        cast(metric_value as {{ double_type() }}) as metric_value,
        landed_row_number,

        ---------- timestamps
        cast(recorded_at as {{ dbt.type_timestamp() }}) as recorded_at,
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

    {{ with_staged_copies('identified', key='usage_id') }}

),

-- one row per usage: the copy known first
first_copies as (

    {{ first_known('copies', key='usage_id') }}

)

select * from first_copies
