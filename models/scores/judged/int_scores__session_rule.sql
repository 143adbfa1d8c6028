{{ config(materialized='view') }}

with

features as (

    select * from {{ ref('feat_sessions__first_events') }}

),

labels as (

    select * from {{ ref('label_sessions__orders') }}

),

as_of_dates as (

    select distinct as_of_date from features

),

ended_by_day as (

    select
        features.platform,
        features.cart_count > 0 as has_cart,
        labels.label_date,
        count(*) as session_count,
        sum(case when labels.has_order then 1 else 0 end) as order_count
    from features
    inner join labels on features.session_id = labels.session_id
    group by features.platform, features.cart_count > 0, labels.label_date

),

-- of the sessions whose end was known by each date
rule_shares as (

    select
        as_of_dates.as_of_date,
        ended_by_day.platform,
        ended_by_day.has_cart,
        sum(ended_by_day.order_count) / cast(sum(ended_by_day.session_count) as {{ double_type() }}) as order_share
    from as_of_dates
    inner join ended_by_day on as_of_dates.as_of_date >= ended_by_day.label_date
    group by as_of_dates.as_of_date, ended_by_day.platform, ended_by_day.has_cart

)

select * from rule_shares
