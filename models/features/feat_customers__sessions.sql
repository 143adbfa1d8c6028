with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

sessions as (

    select * from {{ ref('sessions') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

sessions_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date
    from sessions
    inner join as_of_dates
        on sessions.known_from < as_of_dates.as_of_date
        and (sessions.known_to >= as_of_dates.as_of_date or sessions.known_to is null)
        and sessions.session_date < as_of_dates.as_of_date
        and sessions.session_date >= cast({{ dbt.dateadd('day', -90, 'as_of_dates.as_of_date') }} as date)
    {{ join_customer_as_of('sessions') }}

),

session_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('count(*)') }} as session_count_90d
    from sessions_as_of
    group by customer_id, as_of_date

)

select * from session_features
