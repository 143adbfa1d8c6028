with

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

loyalty_events as (

    select * from {{ ref('stg_crm__loyalty_events') }}

),

identifier_history as (

    select * from {{ ref('identifier_history') }}

),

-- points given and taken, whichever sign a source writes what is taken with
point_moves as (

    select
        *,
        {{ local_date('occurred_at') }} as occurred_date,
        case when event_type in ('join', 'earn') then coalesce(points, 0) else 0 end as points_earned,
        case when event_type = 'redeem' then abs(coalesce(points, 0)) else 0 end as points_redeemed,
        case when event_type = 'expire' then abs(coalesce(points, 0)) else 0 end as points_expired
    from loyalty_events

),

moves_as_of as (

    select
        coalesce(strongest.customer_id, fallback.customer_id) as customer_id,
        as_of_dates.as_of_date,
        {{ dbt.datediff('point_moves.occurred_date', 'as_of_dates.as_of_date', 'day') }} as days_before_as_of,
        point_moves.points_earned,
        point_moves.points_redeemed,
        point_moves.points_expired,
        point_moves.tier,
        row_number() over (
            partition by coalesce(strongest.customer_id, fallback.customer_id), as_of_dates.as_of_date
            order by
                case when point_moves.tier is null then 1 else 0 end,
                point_moves.occurred_at desc,
                point_moves.loyalty_event_id desc
        ) as tier_rank
    from point_moves
    inner join as_of_dates
        on point_moves.known_at < as_of_dates.as_of_at
        and point_moves.occurred_at < as_of_dates.as_of_at
    {{ join_customer_as_of('point_moves') }}

),

-- the tier is that of the last event that named one
loyalty_features as (

    select
        customer_id,
        as_of_date,
        {{ feature_number('sum(points_earned - points_redeemed - points_expired)') }} as loyalty_points_balance,
        {{ feature_number(sum_in_window('points_earned', 365)) }} as points_earned_sum_365d,
        {{ feature_number(sum_in_window('points_redeemed', 365)) }} as points_redeemed_sum_365d,
        {{ feature_number('max(days_before_as_of)') }} as loyalty_tenure_days,
        max(case when tier_rank = 1 then tier end) as loyalty_tier
    from moves_as_of
    group by customer_id, as_of_date

)

select * from loyalty_features
