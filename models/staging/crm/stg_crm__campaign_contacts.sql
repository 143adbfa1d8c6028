with

source as (

    select * from {{ source('crm', 'campaign_contacts') }}

),

renamed as (

    select
        ---------- ids
        cast(campaign_contact_id as {{ dbt.type_string() }}) as campaign_contact_id,
        {{ normalized_text('contact_id') }} as contact_id,
        {{ normalized_email('email') }} as email,
        {{ normalized_phone('phone') }} as phone,
        landed_file_id,
        {{ content_hash('crm', 'campaign_contacts') }} as content_hash,

        ---------- strings
        cast(campaign as {{ dbt.type_string() }}) as campaign,
        cast(channel as {{ dbt.type_string() }}) as channel,
        cast(variant as {{ dbt.type_string() }}) as variant,

        ---------- numerics
        landed_row_number,

        ---------- booleans
        coalesce(cast(is_control as {{ dbt.type_boolean() }}), false) as is_control,

        ---------- timestamps
        cast(sent_at as {{ dbt.type_timestamp() }}) as sent_at,
        cast(opened_at as {{ dbt.type_timestamp() }}) as opened_at,
        cast(clicked_at as {{ dbt.type_timestamp() }}) as clicked_at,
        cast(unsubscribed_at as {{ dbt.type_timestamp() }}) as unsubscribed_at,
        cast(bounced_at as {{ dbt.type_timestamp() }}) as bounced_at,
        known_at,
        landed_at

    from source

),

identified as {{ materialized() }} (

    select
        *,
        {{ strongest_identifier_id(['contact_id', 'email', 'phone']) }} as identifier_id,
        {{ fallback_identifier_id(['contact_id', 'email', 'phone']) }} as fallback_identifier_id
    from renamed

),

-- one row per version of a campaign contact
versions as (

    {{ versions('identified', key='campaign_contact_id') }}

)

select * from versions
