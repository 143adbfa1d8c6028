{{ config(materialized='incremental', unique_key='consent_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('crm', 'consents') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(consent_id as {{ dbt.type_string() }}) as consent_id,
        {{ normalized_text('contact_id') }} as contact_id,
        {{ normalized_email('email') }} as email,
        {{ normalized_phone('phone') }} as phone,
        {{ normalized_text('user_id') }} as user_id,
        {{ normalized_text('loyalty_id') }} as loyalty_id,
        {{ normalized_text('anonymous_id') }} as anonymous_id,
        landed_file_id,

        ---------- strings
        cast(purpose as {{ dbt.type_string() }}) as purpose,

        ---------- numerics
        landed_row_number,

        ---------- booleans
        coalesce(cast(is_granted as {{ dbt.type_boolean() }}), false) as is_granted,

        ---------- timestamps
        cast(changed_at as {{ dbt.type_timestamp() }}) as changed_at,
        known_at,
        landed_at

    from source

),

identified as (

    select
        *,
        {{ strongest_identifier_id(
            ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'anonymous_id']
        ) }} as identifier_id,
        {{ fallback_identifier_id(
            ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone', 'anonymous_id']
        ) }} as fallback_identifier_id
    from renamed

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('identified', key='consent_id') }}

),

-- one row per consent: the copy known first
first_copies as (

    {{ first_known('copies', key='consent_id') }}

)

select * from first_copies
