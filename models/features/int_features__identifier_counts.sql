with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

-- one row per customer and span of as-of dates over which it had these identifiers
counts_by_span as (

    select
        identifier_history.customer_id,
        identifier_history.known_from,
        identifier_history.known_to,
        count(*) as identifier_count,
        sum(case when identifiers.identifier_type = 'user_id' then 1 else 0 end) as user_id_count,
        sum(case when identifiers.identifier_type = 'contact_id' then 1 else 0 end) as contact_id_count,
        sum(case when identifiers.identifier_type = 'device_id' then 1 else 0 end) as device_id_count,
        min({{ local_date('identifiers.known_at') }}) as first_known_date
    from identifier_history
    inner join identifiers on identifier_history.identifier_id = identifiers.identifier_id
    where identifier_history.customer_id is not null
    group by
        identifier_history.customer_id,
        identifier_history.known_from,
        identifier_history.known_to

),

identifier_counts as (

    select
        counts_by_span.customer_id,
        as_of_dates.as_of_date,
        sum(counts_by_span.identifier_count) as identifier_count,
        sum(counts_by_span.user_id_count) as user_id_count,
        sum(counts_by_span.contact_id_count) as contact_id_count,
        sum(counts_by_span.device_id_count) as device_id_count,
        min(counts_by_span.first_known_date) as first_known_date
    from counts_by_span
    inner join as_of_dates
        on counts_by_span.known_from <= as_of_dates.as_of_date
        and (counts_by_span.known_to > as_of_dates.as_of_date or counts_by_span.known_to is null)
    group by counts_by_span.customer_id, as_of_dates.as_of_date

)

select * from identifier_counts
