with

crm_orders as (

    select * from {{ ref('stg_crm__orders') }}

),

-- nobody's, until the CRM knew the order
before_known as (

    select
        order_id,
        cast(null as {{ identifier_id_type() }}) as identifier_id,
        cast(null as {{ identifier_id_type() }}) as fallback_identifier_id,
        false as is_cancelled,
        cast('0001-01-01' as {{ dbt.type_timestamp() }}) as known_from,
        min(known_from) as known_to
    from crm_orders
    group by order_id

),

order_owners as (

    select
        order_id,
        identifier_id,
        fallback_identifier_id,
        status = 'cancelled' as is_cancelled,
        known_from,
        known_to
    from crm_orders
    union all
    select * from before_known

)

select * from order_owners
