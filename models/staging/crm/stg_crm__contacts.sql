with

source as (

    select * from {{ source('crm', 'contacts') }}

),

renamed as (

    select
        ---------- ids
        {{ normalized_text('contact_id') }} as contact_id,
        {{ normalized_email('email') }} as email,
        {{ normalized_phone('phone') }} as phone,
        {{ normalized_text('user_id') }} as user_id,
        {{ normalized_text('loyalty_id') }} as loyalty_id,
        {{ normalized_social_handle('social_handle', network=none) }} as social_handle,
        cast(national_id as {{ dbt.type_string() }}) as national_id,
        landed_file_id,
        {{ content_hash('crm', 'contacts') }} as content_hash,

        ---------- strings
        cast(first_name as {{ dbt.type_string() }}) as first_name,
        cast(last_name as {{ dbt.type_string() }}) as last_name,
        cast(street as {{ dbt.type_string() }}) as street,
        cast(postal_code as {{ dbt.type_string() }}) as postal_code,
        cast(city as {{ dbt.type_string() }}) as city,
        cast(country as {{ dbt.type_string() }}) as country,

        ---------- numerics
        landed_row_number,

        ---------- booleans
        coalesce(cast(is_deleted as {{ dbt.type_boolean() }}), false) as is_deleted,

        ---------- dates
        cast(birth_date as date) as birth_date,

        ---------- timestamps
        cast(created_at as {{ dbt.type_timestamp() }}) as created_at,
        cast(updated_at as {{ dbt.type_timestamp() }}) as updated_at,
        known_at,
        landed_at

    from source

),

identified as {{ materialized() }} (

    select
        *,
        {{ strongest_identifier_id(
            ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'social_handle']
        ) }} as identifier_id,
        {{ fallback_identifier_id(
            ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'social_handle']
        ) }} as fallback_identifier_id
    from renamed

),

-- one row per version of a contact
versions as (

    {{ versions('identified', key='contact_id') }}

)

select * from versions
