with

support_tickets as (

    select * from {{ ref('stg_crm__support_tickets') }}

),

first_versions as (

    select
        ticket_id,
        min(known_from) as known_from
    from support_tickets
    group by ticket_id

),

-- a ticket is one activity, opened as its first version said
opened_tickets as (

    select
        'ticket:' || support_tickets.ticket_id as activity_id,
        'ticket' as activity_type,
        coalesce(support_tickets.channel, 'service') as channel,
        support_tickets.opened_at as activity_at,
        support_tickets.identifier_id,
        support_tickets.fallback_identifier_id,
        cast(null as {{ dbt.type_string() }}) as store_id,
        cast(0 as {{ money_type() }}) as revenue_amount,
        cast(0 as {{ money_type() }}) as discount_amount,
        support_tickets.known_from,
        cast(null as {{ dbt.type_timestamp() }}) as known_to
    from support_tickets
    inner join first_versions
        on support_tickets.ticket_id = first_versions.ticket_id
        and support_tickets.known_from = first_versions.known_from

)

select * from opened_tickets
