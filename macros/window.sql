{#- An aggregate over the `days` that end at as_of_date, which is outside. -#}
{% macro sum_in_window(column, days) -%}
    sum(case when days_before_as_of <= {{ days }} then {{ column }} else 0 end)
{%- endmacro %}

{#- Whether a date is one of the `days` that end at as_of_date, which is outside. -#}
{% macro is_in_window(date, days, dates='as_of_dates') -%}
    {{ date }} < {{ dates }}.as_of_date
        and {{ date }} >= cast({{ dbt.dateadd('day', -days, dates ~ '.as_of_date') }} as date)
{%- endmacro %}
