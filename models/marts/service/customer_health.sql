with

health as (

    select * from {{ ref('score_customer__health') }}

),

lifecycle as (

    select * from {{ ref('lifecycle') }}

),

purchase_intent as (

    select * from {{ ref('score_customer__purchase_intent') }}

),

next_steps as (

    select * from {{ ref('next_steps') }}

),

changes as (

    select * from {{ ref('score_customer__changes') }}

),

-- one row per customer and date: the probability of each horizon
purchases as (

    select
        customer_id,
        as_of_date,
        max(case when horizon_days = 7 then purchase_probability end) as purchase_7d_probability,
        max(case when horizon_days = 30 then purchase_probability end) as purchase_30d_probability
    from purchase_intent
    group by customer_id, as_of_date

),

staged as (

    select
        health.*,
        coalesce(lifecycle.lifecycle_stage, 'no order yet') as lifecycle_stage,
        health.is_email_welcome or health.is_sms_welcome as is_contactable,
        case when health.is_email_welcome then 'e-mail' else 'text message' end as channel
    from health
    left join lifecycle
        on health.customer_id = lifecycle.customer_id
        and health.as_of_date = lifecycle.as_of_date

),

rules_that_hold as (

    select
        staged.customer_id,
        replace(next_steps.next_step, '{channel}', staged.channel) as next_step,
        next_steps.why as next_step_reason,
        row_number() over (partition by staged.customer_id order by next_steps.rule_number) as rule_place
    from staged
    inner join next_steps
        on {{ next_step_rule_holds('staged', 'next_steps') }}

),

customer_health as (

    select
        staged.customer_id,
        staged.as_of_date,
        staged.previous_as_of_date,
        staged.lifecycle_stage,
        staged.segment_number,
        staged.segment_name,
        staged.previous_segment_name,
        staged.rfm_label,
        staged.churn_probability,
        staged.previous_churn_probability,
        staged.churn_decile,
        staged.churn_reason_1,
        staged.churn_reason_2,
        staged.churn_reason_3,
        staged.revenue_at_risk_amount,
        purchases.purchase_7d_probability,
        purchases.purchase_30d_probability,
        staged.expected_revenue_365d_amount,
        cast(staged.order_amount_sum_365d as {{ money_type() }}) as order_amount_sum_365d,
        cast(staged.open_ticket_count as {{ dbt.type_int() }}) as open_ticket_count,
        staged.is_contactable,
        changes.what_changed,
        rules_that_hold.next_step,
        rules_that_hold.next_step_reason
    from staged
    left join purchases
        on staged.customer_id = purchases.customer_id
        and staged.as_of_date = purchases.as_of_date
    left join changes on staged.customer_id = changes.customer_id
    left join rules_that_hold
        on staged.customer_id = rules_that_hold.customer_id
        and rules_that_hold.rule_place = 1

)

select * from customer_health
