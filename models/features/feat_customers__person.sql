with

identifier_counts as (

    select * from {{ ref('int_features__identifier_counts') }}

),

activity_days as (

    select * from {{ ref('int_features__activity_days_as_of') }}

),

birth_dates as (

    select * from {{ ref('int_features__birth_dates') }}

),

first_activities as (

    select
        customer_id,
        as_of_date,
        min(first_activity_date) as first_activity_date
    from activity_days
    group by customer_id, as_of_date

),

people as (

    select
        identifier_counts.customer_id,
        identifier_counts.as_of_date,
        identifier_counts.identifier_count,
        identifier_counts.user_id_count,
        identifier_counts.contact_id_count,
        least(
            identifier_counts.first_known_date,
            coalesce(first_activities.first_activity_date, identifier_counts.first_known_date)
        ) as first_seen_date,
        {{ completed_years('birth_dates.birth_date', 'identifier_counts.as_of_date') }} as age_years
    from identifier_counts
    left join first_activities
        on identifier_counts.customer_id = first_activities.customer_id
        and identifier_counts.as_of_date = first_activities.as_of_date
    left join birth_dates
        on identifier_counts.customer_id = birth_dates.customer_id
        and identifier_counts.as_of_date = birth_dates.as_of_date

),

-- a birth date that makes nobody's age was not known: a default, a slip
person_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('identifier_count') }} as identifier_count,
        case when age_years between 0 and 120 then {{ feature_number('age_years') }} end as age_years,
        {{ feature_number(dbt.datediff('first_seen_date', 'as_of_date', 'day')) }} as days_since_first_seen,
        user_id_count > 0 as has_account,
        {{ feature_number('contact_id_count') }} as contact_count
    from people

)

select * from person_features
