with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

consents as (

    select * from {{ ref('stg_crm__consents') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

addresses_as_of as (

    select * from {{ ref('int_features__addresses_as_of') }}

),

choices_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        consents.is_granted,
        row_number() over (
            partition by coalesce(strongest.customer_id, fallback.customer_id), as_of_dates.as_of_date
            order by consents.changed_at desc, consents.consent_id desc
        ) as choice_rank
    from consents
    inner join as_of_dates
        on consents.known_at < as_of_dates.as_of_at
        and consents.changed_at < as_of_dates.as_of_at
        and consents.purpose = 'marketing'
    {{ join_customer_as_of('consents') }}

),

-- the last choice about marketing holds; without one nobody is contacted
consent_features as (

    select
        choices_as_of.customer_id,
        choices_as_of.as_of_date,
        choices_as_of.is_granted and addresses_as_of.has_email as is_email_contactable,
        choices_as_of.is_granted and addresses_as_of.has_phone as is_sms_contactable
    from choices_as_of
    inner join addresses_as_of
        on choices_as_of.customer_id = addresses_as_of.customer_id
        and choices_as_of.as_of_date = addresses_as_of.as_of_date
    where choices_as_of.choice_rank = 1

)

select * from consent_features
