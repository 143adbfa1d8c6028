{#- Where a customer stands at the end of a month, `as_of_date`; the first rule that holds.
    Rows carry month_date, first_order_date, last_order_date and, of the orders before
    the month, previous_order_date. Days of silence are vars of dbt_project.yml. -#}
{% macro lifecycle_stage() -%}
    {%- if var('lifecycle_at_risk_days') >= var('lifecycle_lapsed_days') -%}
        {{ exceptions.raise_compiler_error(
            'lifecycle_at_risk_days must be less than lifecycle_lapsed_days, in the vars of dbt_project.yml'
        ) }}
    {%- endif -%}
    case
        when first_order_date >= month_date then 'new'
        when
            last_order_date >= month_date
            and {{ dbt.datediff('previous_order_date', 'month_date', 'day') }} >= {{ var('lifecycle_lapsed_days') }}
            then 'reactivated'
        when
            {{ dbt.datediff('last_order_date', 'as_of_date', 'day') }} >= {{ var('lifecycle_lapsed_days') }}
            then 'lapsed'
        when
            {{ dbt.datediff('last_order_date', 'as_of_date', 'day') }} >= {{ var('lifecycle_at_risk_days') }}
            then 'at risk'
        else 'active'
    end
{%- endmacro %}
