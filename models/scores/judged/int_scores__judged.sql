with

expected as (

    select * from {{ ref('int_scores__expected') }}

),

labels as (

    select * from {{ ref('label_customers__orders') }}

),

features as (

    select
        customer_id,
        as_of_date,
        days_since_last_order,
        order_count_90d,
        order_count_365d,
        order_amount_sum_90d,
        order_amount_sum_365d
    from {{ ref('feat_customers') }}

),

-- scores whose horizon is over, with what came and what a simple rule would have said
judged as (

    select
        expected.model_name,
        expected.measure,
        labels.customer_id,
        labels.as_of_date,
        labels.horizon_days,
        expected.model_version,
        expected.outcome in ('silence', 'purchase') as is_probability,
        expected.expected_value,
        case
            when expected.outcome = 'silence' and labels.order_count_next = 0 then 1
            when expected.outcome = 'purchase' and labels.order_count_next > 0 then 1
            when expected.outcome = 'order_count' then labels.order_count_next
            when expected.outcome = 'revenue' then labels.order_amount_sum_next
            else 0
        end as realised_value,
        case
            when expected.outcome in ('silence', 'purchase') then 'recency'
            else 'same_again'
        end as baseline_name,
        case
            when expected.outcome = 'silence' then features.days_since_last_order
            when expected.outcome = 'purchase' then -features.days_since_last_order
            when expected.outcome = 'order_count' and labels.horizon_days > 90 then features.order_count_365d
            when expected.outcome = 'order_count' then features.order_count_90d
            when labels.horizon_days > 90 then features.order_amount_sum_365d
            else features.order_amount_sum_90d
        end as baseline_value
    from expected
    inner join labels
        on cast(expected.customer_id as {{ identifier_id_type() }}) = labels.customer_id
        and expected.as_of_date = labels.as_of_date
        and expected.horizon_days = labels.horizon_days
    inner join features
        on labels.customer_id = features.customer_id
        and labels.as_of_date = features.as_of_date

),

-- the likeliest, or those of whom most is expected, come last
placed as (

    select
        *,
        row_number() over (
            partition by measure, as_of_date order by expected_value, baseline_value, customer_id
        ) as score_place,
        row_number() over (
            partition by measure, as_of_date order by baseline_value, customer_id
        ) as baseline_place,
        count(*) over (partition by measure, as_of_date) as customer_count
    from judged

),

judged_tenths as (

    select
        model_name,
        measure,
        customer_id,
        as_of_date,
        horizon_days,
        model_version,
        is_probability,
        expected_value,
        realised_value,
        baseline_name,
        baseline_value,
        {{ equal_size_bin('score_place', 'customer_count') }} as score_decile,
        {{ equal_size_bin('baseline_place', 'customer_count') }} as baseline_decile
    from placed

)

select * from judged_tenths
