{{ config(materialized='incremental', unique_key='event_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('web', 'events') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(event_id as {{ dbt.type_string() }}) as event_id,
        {{ normalized_text('anonymous_id') }} as anonymous_id,
        {{ normalized_text('user_id') }} as user_id,
        {{ normalized_email('email') }} as email,
        cast(product_id as {{ dbt.type_string() }}) as product_id,
        cast(order_id as {{ dbt.type_string() }}) as order_id,
        landed_file_id,

        ---------- strings
        cast(event_name as {{ dbt.type_string() }}) as event_name,
        cast(platform as {{ dbt.type_string() }}) as platform,
        cast(page_url as {{ dbt.type_string() }}) as page_url,
        cast(page_title as {{ dbt.type_string() }}) as page_title,
        cast(referrer_url as {{ dbt.type_string() }}) as referrer_url,
        cast(utm_source as {{ dbt.type_string() }}) as utm_source,
        cast(utm_medium as {{ dbt.type_string() }}) as utm_medium,
        cast(utm_campaign as {{ dbt.type_string() }}) as utm_campaign,
        cast(search_query as {{ dbt.type_string() }}) as search_query,
        cast(currency as {{ dbt.type_string() }}) as currency,
        cast(device_type as {{ dbt.type_string() }}) as device_type,
        cast(country as {{ dbt.type_string() }}) as country,
        cast(user_agent as {{ dbt.type_string() }}) as user_agent,

        ---------- numerics
        cast(quantity as {{ money_type() }}) as quantity,
        cast(value_amount as {{ money_type() }}) as value_amount,
        cast(engaged_seconds as {{ dbt.type_bigint() }}) as engaged_seconds,
        landed_row_number,

        ---------- timestamps
        cast(event_at as {{ dbt.type_timestamp() }}) as event_at,
        known_at,
        landed_at

    from source

),

identified as (

    select
        *,
        {{ strongest_identifier_id(['user_id', 'email', 'anonymous_id']) }} as identifier_id,
        {{ fallback_identifier_id(['user_id', 'email', 'anonymous_id']) }} as fallback_identifier_id
    from renamed

),

-- whose browser or app it was, whoever was logged in: hashed above, for all but a few
visited as (

    select
        *,
        case
            when anonymous_id is null and user_id is null then null
            when anonymous_id is null or coalesce(user_id, email) is null then identifier_id
            when user_id is null or email is null then fallback_identifier_id
            else {{ identifier_id("'anonymous_id'", 'anonymous_id') }}
        end as visitor_key
    from identified

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('visited', key='event_id') }}

),

-- one row per event: the copy known first
first_copies as (

    {{ first_known('copies', key='event_id') }}

)

select * from first_copies
