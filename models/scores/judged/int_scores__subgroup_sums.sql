with

grouped as (

    select * from {{ ref('int_scores__grouped') }}

),

-- ranking is judged where something happens or does not, not of amounts
ranked as (

    select
        measure,
        group_kind,
        group_name,
        realised_value,
        {{ mid_rank('measure, group_kind, group_name', 'expected_value') }} as score_rank,
        {{ mid_rank('measure, group_kind, group_name', 'baseline_value') }} as baseline_rank
    from grouped
    where is_probability

),

-- the ranks of those whom it happened to are summed: halves, so the sums are exact
rank_sums as (

    select
        measure,
        group_kind,
        group_name,
        sum(score_rank) as score_rank_sum,
        sum(baseline_rank) as baseline_rank_sum
    from ranked
    where realised_value > 0
    group by measure, group_kind, group_name

),

value_sums as (

    select
        measure,
        group_kind,
        group_name,
        count(*) as customer_count,
        sum(case when realised_value > 0 then 1 else 0 end) as positive_count,
        sum(case when realised_value > 0 then 0 else 1 end) as negative_count,
        cast({{ exact_sum('expected_value') }} as {{ double_type() }}) as expected_sum,
        cast({{ exact_sum('realised_value') }} as {{ double_type() }}) as realised_sum,
        cast({{ exact_sum('miss * miss') }} as {{ double_type() }}) as square_miss_sum
    from grouped
    group by measure, group_kind, group_name

),

summed as (

    select
        value_sums.*,
        rank_sums.score_rank_sum,
        rank_sums.baseline_rank_sum
    from value_sums
    left join rank_sums
        on value_sums.measure = rank_sums.measure
        and value_sums.group_kind = rank_sums.group_kind
        and value_sums.group_name = rank_sums.group_name

)

select * from summed
