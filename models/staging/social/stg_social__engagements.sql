{{ config(materialized='incremental', unique_key='engagement_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('social', 'engagements') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(engagement_id as {{ dbt.type_string() }}) as engagement_id,
        {{ normalized_social_handle('social_handle', network='network') }} as social_handle,
        cast(post_id as {{ dbt.type_string() }}) as post_id,
        landed_file_id,

        ---------- strings
        cast(network as {{ dbt.type_string() }}) as network,
        cast(engagement_type as {{ dbt.type_string() }}) as engagement_type,
        cast(campaign as {{ dbt.type_string() }}) as campaign,
        cast(message_text as {{ dbt.type_string() }}) as message_text,

        ---------- numerics
        landed_row_number,

        ---------- timestamps
        cast(engaged_at as {{ dbt.type_timestamp() }}) as engaged_at,
        known_at,
        landed_at

    from source

),

identified as (

    select
        *,
        {{ strongest_identifier_id(['social_handle']) }} as identifier_id,
        {{ fallback_identifier_id(['social_handle']) }} as fallback_identifier_id
    from renamed

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('identified', key='engagement_id') }}

),

-- one row per engagement: the copy known first
first_copies as (

    {{ first_known('copies', key='engagement_id') }}

)

select * from first_copies
