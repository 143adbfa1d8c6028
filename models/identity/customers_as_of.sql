with

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

customers_as_of as (

    select
        as_of_dates.as_of_date,
        identifier_history.customer_id,
        count(*) as identifier_count
    from as_of_dates
    inner join identifier_history
        on as_of_dates.as_of_date >= identifier_history.known_from
        and (as_of_dates.as_of_date < identifier_history.known_to or identifier_history.known_to is null)
    where identifier_history.customer_id is not null
    group by as_of_dates.as_of_date, identifier_history.customer_id

)

select * from customers_as_of
