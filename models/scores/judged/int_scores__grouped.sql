{{ config(materialized='view') }}

with

judged as (

    select * from {{ ref('int_scores__judged') }}

),

last_judged as (

    select * from {{ ref('int_scores__last_judged') }}

),

customer_groups as (

    select * from {{ ref('int_scores__customer_groups') }}

),

group_kinds as (

    select 'all' as group_kind
    union all
    select 'segment'
    union all
    select 'channel'
    union all
    select 'country'
    union all
    select 'account'
    union all
    select 'loyalty_tier'
    union all
    select 'tenure'
    union all
    select 'orders'
    union all
    select 'spend'

),

-- one row per customer of the last date that can be judged, and group they are in
grouped as (

    select
        judged.measure,
        judged.customer_id,
        judged.expected_value,
        judged.realised_value,
        judged.baseline_value,
        judged.realised_value - judged.expected_value as miss,
        last_judged.is_probability,
        group_kinds.group_kind,
        case group_kinds.group_kind
            when 'segment' then customer_groups.segment
            when 'channel' then customer_groups.channel
            when 'country' then customer_groups.country
            when 'account' then customer_groups.account
            when 'loyalty_tier' then customer_groups.loyalty_tier
            when 'tenure' then customer_groups.tenure
            when 'orders' then customer_groups.orders
            when 'spend' then customer_groups.spend
            else 'all'
        end as group_name
    from judged
    inner join last_judged
        on judged.measure = last_judged.measure
        and judged.as_of_date = last_judged.as_of_date
    inner join customer_groups
        on judged.customer_id = customer_groups.customer_id
        and judged.as_of_date = customer_groups.as_of_date
    cross join group_kinds

)

select * from grouped
