{{ config(materialized='view') }}

with

messages as (

    select * from {{ ref('stg_crm__support_messages') }}

),

support_tickets as (

    select * from {{ ref('stg_crm__support_tickets') }}

),

-- what customers wrote: a message says no customer, it is its ticket's, and goes with it
ticket_messages as (

    select
        'message:' || messages.message_id as activity_id,
        'ticket_message' as activity_type,
        coalesce(support_tickets.channel, 'service') as channel,
        messages.sent_at as activity_at,
        support_tickets.identifier_id,
        support_tickets.fallback_identifier_id,
        support_tickets.product_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        cast(0 as {{ dbt.type_bigint() }}) as duration_seconds,
        greatest(messages.known_at, coalesce(support_tickets.known_from, messages.known_at)) as known_from,
        support_tickets.known_to
    from messages
    left join support_tickets
        on messages.ticket_id = support_tickets.ticket_id
        and (messages.known_at < support_tickets.known_to or support_tickets.known_to is null)
    where messages.author_type = 'customer'

)

select * from ticket_messages
