with

customer_ids as (

    select * from {{ ref('customer_ids') }}

),

identity_events as (

    select * from {{ ref('identity_events') }}

),

went as (

    select
        customer_id,
        event_type,
        happened_on,
        row_number() over (partition by customer_id order by happened_on desc) as recency_rank
    from identity_events
    where event_type in ('merged', 'renamed', 'ended')

),

-- how each id that is used no more went last, and whose it is now
id_changes as (

    select
        cast(customer_ids.issued_customer_id as {{ dbt.type_string() }}) as retired_customer_id,
        cast(customer_ids.customer_id as {{ dbt.type_string() }}) as customer_id,
        {{ local_midnight('customer_ids.retired_on') }} as changed_at,
        case
            when not customer_ids.is_in_history then customer_ids.gone_reason
            when customer_ids.customer_id is null then 'no longer a customer'
            when went.event_type = 'ended' then 'merged'
            else went.event_type
        end as reason
    from customer_ids
    left join went
        on customer_ids.issued_customer_id = went.customer_id
        and went.recency_rank = 1
    where
        not customer_ids.is_current
        and (went.customer_id is not null or not customer_ids.is_in_history)

)

select * from id_changes
