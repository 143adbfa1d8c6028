with

source as (

    select * from {{ source('crm', 'orders') }}

),

renamed as (

    select
        ---------- ids
        cast(order_id as {{ dbt.type_string() }}) as order_id,
        {{ normalized_text('contact_id') }} as contact_id,
        {{ normalized_text('user_id') }} as user_id,
        {{ normalized_email('email') }} as email,
        {{ normalized_phone('phone') }} as phone,
        {{ normalized_text('loyalty_id') }} as loyalty_id,
        landed_file_id,
        {{ content_hash('crm', 'orders') }} as content_hash,

        ---------- strings
        cast(status as {{ dbt.type_string() }}) as status,
        cast(channel as {{ dbt.type_string() }}) as channel,
        cast(currency as {{ dbt.type_string() }}) as currency,
        cast(campaign as {{ dbt.type_string() }}) as campaign,

        ---------- numerics
        cast(order_amount as {{ money_type() }}) as order_amount,
        cast(discount_amount as {{ money_type() }}) as discount_amount,
        cast(tax_amount as {{ money_type() }}) as tax_amount,
        cast(shipping_amount as {{ money_type() }}) as shipping_amount,
        landed_row_number,

        ---------- timestamps
        cast(ordered_at as {{ dbt.type_timestamp() }}) as ordered_at,
        cast(status_changed_at as {{ dbt.type_timestamp() }}) as status_changed_at,
        known_at,
        landed_at

    from source

),

identified as {{ materialized() }} (

    select
        *,
        {{ strongest_identifier_id(
            ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone']
        ) }} as identifier_id,
        {{ fallback_identifier_id(
            ['user_id', 'loyalty_id', 'contact_id', 'email', 'phone']
        ) }} as fallback_identifier_id
    from renamed

),

-- one row per version of a order
versions as (

    {{ versions('identified', key='order_id') }}

)

select * from versions
