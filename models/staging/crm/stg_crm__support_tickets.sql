with

source as (

    select * from {{ source('crm', 'support_tickets') }}

),

renamed as (

    select
        ---------- ids
        cast(ticket_id as {{ dbt.type_string() }}) as ticket_id,
        {{ normalized_text('contact_id') }} as contact_id,
        {{ normalized_text('user_id') }} as user_id,
        {{ normalized_email('email') }} as email,
        {{ normalized_phone('phone') }} as phone,
        cast(order_id as {{ dbt.type_string() }}) as order_id,
        cast(product_id as {{ dbt.type_string() }}) as product_id,
        landed_file_id,
        {{ content_hash('crm', 'support_tickets') }} as content_hash,

        ---------- strings
        cast(channel as {{ dbt.type_string() }}) as channel,
        cast(category as {{ dbt.type_string() }}) as category,
        cast(priority as {{ dbt.type_string() }}) as priority,

        ---------- numerics
        cast(satisfaction_rating as {{ dbt.type_bigint() }}) as satisfaction_rating,
        landed_row_number,

        ---------- timestamps
        cast(opened_at as {{ dbt.type_timestamp() }}) as opened_at,
        cast(first_responded_at as {{ dbt.type_timestamp() }}) as first_responded_at,
        cast(closed_at as {{ dbt.type_timestamp() }}) as closed_at,
        known_at,
        landed_at

    from source

),

identified as {{ materialized() }} (

    select
        *,
        {{ strongest_identifier_id(['user_id', 'contact_id', 'email', 'phone']) }} as identifier_id,
        {{ fallback_identifier_id(['user_id', 'contact_id', 'email', 'phone']) }} as fallback_identifier_id
    from renamed

),

-- one row per version of a ticket
versions as (

    {{ versions('identified', key='ticket_id') }}

)

select * from versions
