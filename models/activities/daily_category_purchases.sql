{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_changed_dates(ref('int_activities__line_known_dates')) }}",
) }}

with

changes as (

    select * from {{ ref('int_activities__line_changes') }}
    {{ where_known_date_is_not_rolled_up() }}

),

known_dates as (

    select * from {{ ref('int_activities__line_known_dates') }}

),

daily_changes as (

    select
        identifier_id,
        fallback_identifier_id,
        order_date as activity_date,
        known_date,
        category,
        cast(sum(change_sign) as {{ dbt.type_int() }}) as line_count,
        cast(sum(change_sign * quantity) as {{ money_type() }}) as quantity,
        cast(sum(change_sign * line_amount) as {{ money_type() }}) as line_amount
    from changes
    group by
        identifier_id,
        fallback_identifier_id,
        order_date,
        known_date,
        category

),

daily_category_purchases as (

    select
        daily_changes.*,
        known_dates.fingerprint
    from daily_changes
    inner join known_dates on daily_changes.known_date = known_dates.known_date

)

select * from daily_category_purchases
