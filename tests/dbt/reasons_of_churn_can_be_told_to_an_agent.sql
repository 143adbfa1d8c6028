-- a reason is words of its own about what the customer did, and one is missing only
-- where nothing more moves the odds; what we know of customers is no reason
with

health as (

    select * from {{ ref('customer_health') }}
    where churn_probability is not null

),

churn as (

    select * from {{ ref('score_customer__churn') }}

),

reasons as (

    select
        health.customer_id,
        health.churn_reason_1,
        health.churn_reason_2,
        health.churn_reason_3,
        lower(concat(
            coalesce(health.churn_reason_1, ''),
            coalesce(health.churn_reason_2, ''),
            coalesce(health.churn_reason_3, '')
        )) as all_reasons,
        churn.reason_1_log_odds,
        churn.reason_2_log_odds,
        churn.reason_3_log_odds
    from health
    inner join churn
        on health.customer_id = churn.customer_id
        and health.as_of_date = churn.as_of_date

)

select * from reasons
where
    (churn_reason_1 is null) <> (reason_1_log_odds = 0)
    or (churn_reason_2 is null) <> (reason_2_log_odds = 0)
    or (churn_reason_3 is null) <> (reason_3_log_odds = 0)
    or trim(churn_reason_1) = ''
    or trim(churn_reason_2) = ''
    or trim(churn_reason_3) = ''
    or churn_reason_1 in (churn_reason_2, churn_reason_3)
    or churn_reason_2 = churn_reason_3
    or all_reasons like '%identifier%'
    or all_reasons like '%contactable%'
