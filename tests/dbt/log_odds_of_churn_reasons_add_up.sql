with

churn as (

    select * from {{ ref('score_customer__churn') }}
    where churn_probability is not null

),

-- the log odds of the probability, and what the columns that explain it sum to
sums as (

    select
        customer_id,
        as_of_date,
        ln(churn_probability / (1 - churn_probability)) as log_odds,
        base_log_odds + reason_1_log_odds + reason_2_log_odds + reason_3_log_odds
        + other_log_odds as explained_log_odds
    from churn

)

select * from sums
where explained_log_odds is null or abs(log_odds - explained_log_odds) > 0.000001
