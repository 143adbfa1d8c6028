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
        judged.*,
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
        end as group_name,
        judged.realised_value - judged.expected_value as miss
    from judged
    inner join last_judged
        on judged.measure = last_judged.measure
        and judged.as_of_date = last_judged.as_of_date
    inner join customer_groups
        on judged.customer_id = customer_groups.customer_id
        and judged.as_of_date = customer_groups.as_of_date
    cross join group_kinds

),

ranked as (

    select
        *,
        {{ mid_rank('measure, group_kind, group_name', 'expected_value') }} as score_rank,
        {{ mid_rank('measure, group_kind, group_name', 'baseline_value') }} as baseline_rank
    from grouped

),

-- the ranks of those whom it happened to are summed: halves, so the sums are exact
summed as (

    select
        model_name,
        measure,
        as_of_date,
        horizon_days,
        model_version,
        is_probability,
        baseline_name,
        group_kind,
        group_name,
        count(*) as customer_count,
        sum(case when realised_value > 0 then 1 else 0 end) as positive_count,
        sum(case when realised_value > 0 then 0 else 1 end) as negative_count,
        sum(case when realised_value > 0 then score_rank end) as score_rank_sum,
        sum(case when realised_value > 0 then baseline_rank end) as baseline_rank_sum,
        cast({{ exact_sum('expected_value') }} as {{ double_type() }}) as expected_sum,
        cast({{ exact_sum('realised_value') }} as {{ double_type() }}) as realised_sum,
        cast({{ exact_sum('miss * miss') }} as {{ double_type() }}) as square_miss_sum
    from ranked
    group by
        model_name, measure, as_of_date, horizon_days, model_version, is_probability, baseline_name,
        group_kind, group_name

)

select * from summed
