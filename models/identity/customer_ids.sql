with

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

-- every id a customer was ever known by on the as-of grid
issued as (

    select
        customer_id as issued_customer_id,
        min(known_from) as issued_on,
        max(known_to) as last_known_to
    from identifier_history
    where customer_id is not null
    group by customer_id

),

-- and whose it is now
customer_ids as (

    select
        issued.issued_customer_id,
        identity_map.customer_id,
        issued.issued_on,
        case
            when identity_map.customer_id = issued.issued_customer_id then null
            else issued.last_known_to
        end as retired_on,
        coalesce(identity_map.customer_id = issued.issued_customer_id, false) as is_current
    from issued
    left join identity_map on issued.issued_customer_id = identity_map.identifier_id

)

select * from customer_ids
