with

features as (

    select * from {{ ref('feat_customers') }}

),

moves as (

    select * from {{ ref('score_customer__segment_moves') }}

),

churn as (

    select * from {{ ref('score_customer__churn') }}

),

lifetime_value as (

    select * from {{ ref('score_customer__lifetime_value') }}

),

segment_profile_features as (

    select * from {{ ref('segment_profile_features') }}

),

-- the three features in which a segment differs most, if at all
set_apart as (

    select
        as_of_date,
        segment_number,
        max(case when difference_rank = 1 then difference_said end) as difference_1,
        max(case when difference_rank = 2 then difference_said end) as difference_2,
        max(case when difference_rank = 3 then difference_said end) as difference_3
    from segment_profile_features
    where abs(standardised_difference) >= 0.25
    group by as_of_date, segment_number

),

left_segments as (

    select
        as_of_date,
        from_segment_number as segment_number,
        count(*) as moved_out_count
    from moves
    where is_moved
    group by as_of_date, from_segment_number

),

-- sums of decimals: the same customers give the same bits
sizes as (

    select
        moves.as_of_date,
        moves.to_segment_number as segment_number,
        moves.to_segment_name as segment_name,
        count(*) as customer_count,
        sum(case when moves.is_moved then 1 else 0 end) as moved_in_count,
        sum(cast(features.order_amount_sum_365d as {{ money_type() }})) as order_amount_sum_365d,
        sum(cast(lifetime_value.expected_revenue_365d_amount as {{ money_type() }})) as expected_revenue_365d_amount,
        avg(cast(churn.churn_probability as {{ money_type() }})) as churn_probability_avg
    from moves
    inner join features
        on moves.customer_id = cast(features.customer_id as {{ dbt.type_string() }})
        and moves.as_of_date = features.as_of_date
    left join churn
        on moves.customer_id = churn.customer_id
        and moves.as_of_date = churn.as_of_date
    left join lifetime_value
        on moves.customer_id = lifetime_value.customer_id
        and moves.as_of_date = lifetime_value.as_of_date
    group by moves.as_of_date, moves.to_segment_number, moves.to_segment_name

),

segment_profiles as (

    select
        sizes.as_of_date,
        sizes.segment_number,
        sizes.segment_name,
        cast(sizes.customer_count as {{ dbt.type_int() }}) as customer_count,
        {{ feature_number(
            'sizes.customer_count / sum(1.0 * sizes.customer_count) over (partition by sizes.as_of_date)'
        ) }} as customer_share,
        cast(sizes.moved_in_count as {{ dbt.type_int() }}) as moved_in_count,
        cast(coalesce(left_segments.moved_out_count, 0) as {{ dbt.type_int() }}) as moved_out_count,
        cast(sizes.order_amount_sum_365d as {{ money_type() }}) as order_amount_sum_365d,
        {{ feature_number(
            'sizes.order_amount_sum_365d'
            ~ ' / nullif(sum(sizes.order_amount_sum_365d) over (partition by sizes.as_of_date), 0)'
        ) }} as order_amount_share_365d,
        cast(sizes.expected_revenue_365d_amount as {{ money_type() }}) as expected_revenue_365d_amount,
        {{ feature_number('sizes.churn_probability_avg') }} as churn_probability_avg,
        coalesce(set_apart.difference_1, 'near the average in everything')
        || coalesce('; ' || set_apart.difference_2, '')
        || coalesce('; ' || set_apart.difference_3, '') as what_sets_apart
    from sizes
    left join left_segments
        on sizes.as_of_date = left_segments.as_of_date
        and sizes.segment_number = left_segments.segment_number
    left join set_apart
        on sizes.as_of_date = set_apart.as_of_date
        and sizes.segment_number = set_apart.segment_number

)

select * from segment_profiles
