{#- The window function last_value, nulls passed over; `over (…)` follows. -#}
{% macro last_not_null(expression) -%}
    {{ return(adapter.dispatch('last_not_null')(expression)) }}
{%- endmacro %}

{% macro default__last_not_null(expression) -%}
    {{ return('last_value(' ~ expression ~ ') ignore nulls') }}
{%- endmacro %}

{% macro duckdb__last_not_null(expression) -%}
    {{ return('last_value(' ~ expression ~ ' ignore nulls)') }}
{%- endmacro %}

{% macro spark__last_not_null(expression) -%}
    {{ return('last_value(' ~ expression ~ ', true)') }}
{%- endmacro %}
