with

scores as (

    select * from {{ ref('score_session__order_intent') }}
    where order_probability is not null

),

labels as (

    select * from {{ ref('label_sessions__orders') }}

),

features as (

    select * from {{ ref('feat_sessions__first_events') }}

),

session_rule as (

    select * from {{ ref('int_scores__session_rule') }}

),

-- sessions whose end is known, with how it came and what the rule would have said
judged as (

    select
        scores.session_id,
        scores.as_of_date,
        scores.model_version,
        scores.order_probability as expected_value,
        case when labels.has_order then 1 else 0 end as realised_value,
        coalesce(session_rule.order_share, 0) as baseline_value
    from scores
    inner join labels on scores.session_id = labels.session_id
    inner join features on scores.session_id = features.session_id
    left join session_rule
        on features.as_of_date = session_rule.as_of_date
        and features.platform = session_rule.platform
        and (features.cart_count > 0) = session_rule.has_cart

),

placed as (

    select
        *,
        row_number() over (partition by as_of_date order by expected_value, baseline_value, session_id) as score_place,
        row_number() over (partition by as_of_date order by baseline_value, session_id) as baseline_place,
        count(*) over (partition by as_of_date) as session_count
    from judged

),

judged_tenths as (

    select
        session_id,
        as_of_date,
        model_version,
        expected_value,
        realised_value,
        baseline_value,
        {{ equal_size_bin('score_place', 'session_count') }} as score_decile,
        {{ equal_size_bin('baseline_place', 'session_count') }} as baseline_decile
    from placed

)

select * from judged_tenths
