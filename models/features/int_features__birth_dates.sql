with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

birth_dates_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        contacts.birth_date,
        row_number() over (
            partition by coalesce(strongest.customer_id, fallback.customer_id), as_of_dates.as_of_date
            order by contacts.updated_at desc, contacts.contact_id desc
        ) as contact_rank
    from contacts
    inner join as_of_dates
        on contacts.known_from < as_of_dates.as_of_at
        and (contacts.known_to >= as_of_dates.as_of_at or contacts.known_to is null)
        and contacts.birth_date is not null
        and not contacts.is_deleted
    {{ join_customer_as_of('contacts') }}

),

-- that of the contact that was written last, as known then
birth_dates as (

    select
        customer_id,
        as_of_date,
        birth_date
    from birth_dates_as_of
    where contact_rank = 1

)

select * from birth_dates
