with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

campaign_contacts as (

    select * from {{ ref('stg_crm__campaign_contacts') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

messages as (

    select
        *,
        {{ local_date('sent_at') }} as sent_date
    from campaign_contacts
    -- what was held back was no message
    where not is_control

),

-- messages of the 365 days before each date, as known then
messages_as_of as (

    select
        messages.identifier_id,
        messages.fallback_identifier_id,
        as_of_dates.as_of_date,
        {{ dbt.datediff('messages.sent_date', 'as_of_dates.as_of_date', 'day') }} as days_before_as_of,
        coalesce(messages.bounced_at < as_of_dates.as_of_at, false) as is_bounced,
        coalesce(messages.opened_at < as_of_dates.as_of_at, false) as is_opened,
        coalesce(messages.clicked_at < as_of_dates.as_of_at, false) as is_clicked
    from messages
    inner join as_of_dates
        on messages.known_from < as_of_dates.as_of_at
        and (messages.known_to >= as_of_dates.as_of_at or messages.known_to is null)
        and {{ is_in_window('messages.sent_date', 365) }}

),

-- one row per address and as-of date
messages_of_identifiers as (

    select
        identifier_id,
        fallback_identifier_id,
        as_of_date,
        {{ sum_in_window('1', 90) }} as message_count_90d,
        sum(case when not is_bounced then 1 else 0 end) as delivered_count_365d,
        sum(case when is_opened and not is_bounced then 1 else 0 end) as opened_count_365d,
        sum(case when is_clicked and not is_bounced then 1 else 0 end) as clicked_count_365d
    from messages_as_of
    group by identifier_id, fallback_identifier_id, as_of_date

),

messages_of_customers as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        messages_of_identifiers.as_of_date,
        messages_of_identifiers.message_count_90d,
        messages_of_identifiers.delivered_count_365d,
        messages_of_identifiers.opened_count_365d,
        messages_of_identifiers.clicked_count_365d
    from messages_of_identifiers
    {{ join_customer_as_of('messages_of_identifiers', dates='messages_of_identifiers') }}

),

campaign_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('sum(message_count_90d)') }} as campaign_contact_count_90d,
        {{ feature_number(
            'sum(opened_count_365d) / nullif(sum(delivered_count_365d), 0)'
        ) }} as campaign_open_share_365d,
        {{ feature_number(
            'sum(clicked_count_365d) / nullif(sum(delivered_count_365d), 0)'
        ) }} as campaign_click_share_365d
    from messages_of_customers
    group by customer_id, as_of_date

)

select * from campaign_features
