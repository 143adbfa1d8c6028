with

support_tickets as (

    select * from {{ ref('stg_crm__support_tickets') }}

),

identity_map as (

    select * from {{ ref('identity_map') }}

),

current_tickets as (

    select * from support_tickets
    where known_to is null

),

tickets_of_customers as (

    select
        current_tickets.ticket_id,
        {{ customer_id_of_row() }} as customer_id,
        current_tickets.opened_at,
        current_tickets.first_responded_at,
        current_tickets.closed_at,
        current_tickets.order_id,
        current_tickets.product_id,
        current_tickets.channel,
        current_tickets.category,
        current_tickets.priority,
        {{ dbt.safe_cast('current_tickets.satisfaction_rating', dbt.type_int()) }} as satisfaction_rating
    from current_tickets
    {{ join_customers('current_tickets') }}

)

select * from tickets_of_customers
