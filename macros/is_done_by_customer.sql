{#- Whether an activity is a customer's own doing: what we do (send, pay back, expire, re-rank) makes nobody seen. -#}
{% macro is_done_by_customer(activity_type) -%}
    {{ activity_type }} not in ('campaign_contact', 'refund', 'loyalty_expire', 'loyalty_tier_change')
{%- endmacro %}
