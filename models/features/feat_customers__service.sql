with

tickets_as_of as (

    select * from {{ ref('int_features__tickets_as_of') }}

),

ticket_totals as (

    select
        customer_id,
        as_of_date,
        {{ sum_in_window('1', 90) }} as ticket_count_90d,
        {{ sum_in_window('1', 365) }} as ticket_count_365d,
        sum(case when closed_at is null then 1 else 0 end) as open_ticket_count,
        min(days_before_as_of) as days_since_last_ticket,
        sum(case when days_before_as_of <= 365 then resolution_seconds end) as resolution_seconds_365d,
        count(case when days_before_as_of <= 365 then resolution_seconds end) as resolution_count_365d,
        sum(case when days_before_as_of <= 365 then response_seconds end) as response_seconds_365d,
        count(case when days_before_as_of <= 365 then response_seconds end) as response_count_365d,
        sum(case when days_before_as_of <= 365 then satisfaction_rating end) as satisfaction_rating_365d,
        count(case when days_before_as_of <= 365 then satisfaction_rating end) as rating_count_365d
    from tickets_as_of
    group by customer_id, as_of_date

),

service_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('ticket_count_90d') }} as ticket_count_90d,
        {{ feature_number('ticket_count_365d') }} as ticket_count_365d,
        {{ feature_number('open_ticket_count') }} as open_ticket_count,
        {{ feature_number('days_since_last_ticket') }} as days_since_last_ticket,
        {{ feature_number(
            'resolution_seconds_365d / nullif(resolution_count_365d, 0) / 3600'
        ) }} as ticket_resolution_hours_avg_365d,
        {{ feature_number(
            'response_seconds_365d / nullif(response_count_365d, 0) / 3600'
        ) }} as first_response_hours_avg_365d,
        {{ feature_number(
            'satisfaction_rating_365d / nullif(rating_count_365d, 0)'
        ) }} as satisfaction_rating_avg_365d
    from ticket_totals

)

select * from service_features
