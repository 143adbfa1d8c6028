{#- A feature: a double, rounded to 6 decimals so that it is the same on every run. -#}
{% macro feature_number(expression) -%}
    round(cast({{ expression }} as {{ double_type() }}), 6)
{%- endmacro %}
