{{ config(materialized='incremental', unique_key='review_id') }}

with

source as {{ not_materialized() }} (

    select * from {{ source('catalog', 'reviews') }}
    {{ where_file_is_unrecorded() }}

),

renamed as (

    select
        ---------- ids
        cast(review_id as {{ dbt.type_string() }}) as review_id,
        cast(product_id as {{ dbt.type_string() }}) as product_id,
        {{ normalized_text('contact_id') }} as contact_id,
        {{ normalized_text('user_id') }} as user_id,
        {{ normalized_email('email') }} as email,
        landed_file_id,

        ---------- strings
        cast(title as {{ dbt.type_string() }}) as title,
        cast(review_text as {{ dbt.type_string() }}) as review_text,

        ---------- numerics
        cast(rating as {{ dbt.type_bigint() }}) as rating,
        landed_row_number,

        ---------- timestamps
        cast(reviewed_at as {{ dbt.type_timestamp() }}) as reviewed_at,
        known_at,
        landed_at

    from source

),

identified as (

    select
        *,
        {{ strongest_identifier_id(['user_id', 'contact_id', 'email']) }} as identifier_id,
        {{ fallback_identifier_id(['user_id', 'contact_id', 'email']) }} as fallback_identifier_id
    from renamed

),

-- the new rows and, of their keys, the copies staged before
copies as {{ not_materialized() }} (

    {{ with_staged_copies('identified', key='review_id') }}

),

-- one row per review: the copy known first
first_copies as (

    {{ first_known('copies', key='review_id') }}

)

select * from first_copies
