{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_changed_dates(ref('int_activities__known_dates')) }}",
) }}

with

changes as (

    select * from {{ ref('int_activities__changes') }}
    {{ where_known_date_is_not_rolled_up() }}

),

known_dates as (

    select * from {{ ref('int_activities__known_dates') }}

),

daily_changes as (

    select
        identifier_id,
        fallback_identifier_id,
        activity_date,
        known_date,
        activity_type,
        channel,
        store_id,
        cast(sum(change_sign) as {{ dbt.type_int() }}) as activity_count,
        cast(sum(change_sign * revenue_amount) as {{ money_type() }}) as revenue_amount,
        cast(sum(change_sign * discount_amount) as {{ money_type() }}) as discount_amount,
        cast(sum(change_sign * duration_seconds) as {{ dbt.type_bigint() }}) as duration_seconds
    from changes
    group by
        identifier_id,
        fallback_identifier_id,
        activity_date,
        known_date,
        activity_type,
        channel,
        store_id

),

daily_activities as (

    select
        daily_changes.*,
        known_dates.fingerprint
    from daily_changes
    inner join known_dates on daily_changes.known_date = known_dates.known_date

)

select * from daily_activities
