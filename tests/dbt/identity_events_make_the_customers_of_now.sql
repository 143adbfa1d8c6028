-- ids that came into being, less those that went, are the customers there are
with

identity_events as (

    select * from {{ ref('identity_events') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

changes as (

    select
        customer_id,
        case when event_type in ('created', 'split') then 1 else -1 end as change_sign
    from identity_events
    union all
    select
        other_customer_id as customer_id,
        1 as change_sign
    from identity_events
    where event_type = 'renamed'

),

made as (

    select
        customer_id,
        sum(change_sign) as times_there
    from changes
    group by customer_id

),

customers as (

    select distinct customer_id
    from identity_map
    where customer_id is not null

)

select
    made.customer_id,
    customers.customer_id as current_customer_id,
    made.times_there
from made
full outer join customers on made.customer_id = customers.customer_id
where coalesce(made.times_there, 0) <> case when customers.customer_id is null then 0 else 1 end
