with

source as (

    select * from {{ source('iot', 'devices') }}

),

renamed as (

    select
        ---------- ids
        {{ normalized_text('device_id') }} as device_id,
        {{ normalized_text('contact_id') }} as contact_id,
        {{ normalized_text('user_id') }} as user_id,
        {{ normalized_email('email') }} as email,
        landed_file_id,
        {{ content_hash('iot', 'devices') }} as content_hash,

        ---------- strings
        cast(device_type as {{ dbt.type_string() }}) as device_type,
        cast(model as {{ dbt.type_string() }}) as model,

        ---------- numerics
        landed_row_number,

        ---------- timestamps
        cast(registered_at as {{ dbt.type_timestamp() }}) as registered_at,
        known_at,
        landed_at

    from source

),

identified as {{ materialized() }} (

    select
        *,
        {{ strongest_identifier_id(['user_id', 'contact_id', 'email', 'device_id']) }} as identifier_id,
        {{ fallback_identifier_id(['user_id', 'contact_id', 'email', 'device_id']) }} as fallback_identifier_id
    from renamed

),

-- one row per version of a device
versions as (

    {{ versions('identified', key='device_id') }}

)

select * from versions
