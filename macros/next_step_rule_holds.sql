{#- Whether a row of seed next_steps holds for a customer: every condition it has does. -#}
{% macro next_step_rule_holds(customer, rule) -%}
    ({{ rule }}.min_open_ticket_count is null or {{ customer }}.open_ticket_count >= {{ rule }}.min_open_ticket_count)
        and (
            {{ rule }}.max_satisfaction_rating is null
            or {{ customer }}.satisfaction_rating_avg_365d <= {{ rule }}.max_satisfaction_rating
        )
        and ({{ rule }}.lifecycle_stage is null or {{ customer }}.lifecycle_stage = {{ rule }}.lifecycle_stage)
        and ({{ rule }}.is_contactable is null or {{ customer }}.is_contactable = {{ rule }}.is_contactable)
        and ({{ rule }}.min_spend_quintile is null or {{ customer }}.spend_quintile >= {{ rule }}.min_spend_quintile)
        and (
            {{ rule }}.min_churn_probability is null
            or {{ customer }}.churn_probability >= {{ rule }}.min_churn_probability
        )
        and (
            {{ rule }}.max_churn_probability is null
            or {{ customer }}.churn_probability <= {{ rule }}.max_churn_probability
        )
{%- endmacro %}
