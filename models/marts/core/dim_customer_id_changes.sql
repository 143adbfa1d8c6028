with

customer_ids as (

    select * from {{ ref('customer_ids') }}

),

id_changes as (

    select
        cast(issued_customer_id as {{ dbt.type_string() }}) as retired_customer_id,
        cast(customer_id as {{ dbt.type_string() }}) as customer_id,
        {{ local_midnight('retired_on') }} as changed_at,
        case when customer_id is null then 'no longer a customer' else 'merged' end as reason
    from customer_ids
    where not is_current

)

select * from id_changes
