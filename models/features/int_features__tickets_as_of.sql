{{ config(materialized='view') }}

with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

support_tickets as (

    select * from {{ ref('stg_crm__support_tickets') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

tickets_with_dates as (

    select
        *,
        {{ local_date('opened_at') }} as opened_date
    from support_tickets

),

-- tickets as they were known at each date; what says a time still to come says nothing
ticket_versions_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        {{ dbt.datediff('tickets_with_dates.opened_date', 'as_of_dates.as_of_date', 'day') }} as days_before_as_of,
        tickets_with_dates.opened_at,
        case
            when tickets_with_dates.first_responded_at < as_of_dates.as_of_at
                then tickets_with_dates.first_responded_at
        end as first_responded_at,
        case
            when tickets_with_dates.closed_at < as_of_dates.as_of_at then tickets_with_dates.closed_at
        end as closed_at,
        case
            when coalesce(tickets_with_dates.closed_at, tickets_with_dates.opened_at) < as_of_dates.as_of_at
                then tickets_with_dates.satisfaction_rating
        end as satisfaction_rating
    from tickets_with_dates
    inner join as_of_dates
        on tickets_with_dates.known_from < as_of_dates.as_of_at
        and (tickets_with_dates.known_to >= as_of_dates.as_of_at or tickets_with_dates.known_to is null)
        and tickets_with_dates.opened_date < as_of_dates.as_of_date
    {{ join_customer_as_of('tickets_with_dates') }}

),

tickets_as_of as (

    select
        *,
        {{ dbt.datediff('opened_at', 'first_responded_at', 'second') }} as response_seconds,
        {{ dbt.datediff('opened_at', 'closed_at', 'second') }} as resolution_seconds
    from ticket_versions_as_of

)

select * from tickets_as_of
