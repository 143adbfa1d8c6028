with

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

customer_ids_issued as (

    select * from {{ ref('customer_ids_issued') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

-- every id a customer is known by on any day of the history
ids_of_history as (

    select
        customer_id as issued_customer_id,
        min(known_from) as issued_on,
        max(known_to) as last_known_to,
        true as is_in_history
    from identifier_history
    where customer_id is not null
    group by customer_id

),

-- ids of earlier builds, of which the history knows nothing any more
ids_of_before as (

    select
        customer_ids_issued.customer_id as issued_customer_id,
        customer_ids_issued.issued_on,
        cast(null as date) as last_known_to,
        false as is_in_history
    from customer_ids_issued
    left join ids_of_history on customer_ids_issued.customer_id = ids_of_history.issued_customer_id
    where ids_of_history.issued_customer_id is null

),

issued as (

    select * from ids_of_history
    union all
    select * from ids_of_before

),

-- and whose it is now: an id is the identifier that named its customer
customer_ids as (

    select
        issued.issued_customer_id,
        identity_map.customer_id,
        issued.issued_on,
        case
            when identity_map.customer_id = issued.issued_customer_id then null
            else issued.last_known_to
        end as retired_on,
        coalesce(identity_map.customer_id = issued.issued_customer_id, false) as is_current,
        issued.is_in_history,
        case
            when issued.is_in_history then null
            when identifiers.identifier_id is null then 'withdrawn'
            when identifiers.is_blocked then 'blocked'
            else 'recomputed'
        end as gone_reason
    from issued
    left join identity_map on issued.issued_customer_id = identity_map.identifier_id
    left join identifiers on issued.issued_customer_id = identifiers.identifier_id

)

select * from customer_ids
