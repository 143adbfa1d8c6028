with

tenths as (

    select * from {{ ref('int_scores__tenths') }}

),

deciles as (

    select * from {{ ref('model_deciles') }}

),

judged_totals as (

    select
        measure,
        as_of_date,
        count(*) as customer_count,
        {{ exact_sum('realised_value') }} as realised_sum
    from tenths
    group by measure, as_of_date

),

-- the last of the cumulative shares is all there is, in both orders
decile_totals as (

    select
        measure,
        as_of_date,
        sum(customer_count) as customer_count,
        {{ exact_sum('realised_sum') }} as realised_sum,
        max(cumulative_customer_share) as customer_share,
        max(cumulative_realised_share) as realised_share,
        max(baseline_cumulative_realised_share) as baseline_realised_share
    from deciles
    group by measure, as_of_date

)

select
    judged_totals.*,
    decile_totals.customer_count as decile_customer_count,
    decile_totals.realised_sum as decile_realised_sum
from judged_totals
left join decile_totals
    on judged_totals.measure = decile_totals.measure
    and judged_totals.as_of_date = decile_totals.as_of_date
where
    judged_totals.customer_count <> coalesce(decile_totals.customer_count, 0)
    -- of sums that are doubles
    or abs(judged_totals.realised_sum - decile_totals.realised_sum) > 0.000001 * (1 + judged_totals.realised_sum)
    or decile_totals.customer_share <> 1
    or coalesce(decile_totals.realised_share, 1) <> 1
    or coalesce(decile_totals.baseline_realised_share, 1) <> 1
