{#- An aggregate over the `days` that end at as_of_date, which is outside. -#}
{% macro sum_in_window(column, days) -%}
    sum(case when days_before_as_of <= {{ days }} then {{ column }} else 0 end)
{%- endmacro %}
