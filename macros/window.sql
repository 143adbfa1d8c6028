{#- An aggregate over the `days` that end at as_of_date, which is outside. -#}
{% macro sum_in_window(column, days) -%}
    sum(case when days_before_as_of <= {{ days }} then {{ column }} else 0 end)
{%- endmacro %}

{#- Whether a date is one of the `days` that end at as_of_date, which is outside. -#}
{% macro is_in_window(date, days, dates='as_of_dates') -%}
    {{ date }} < {{ dates }}.as_of_date
        and {{ date }} >= cast({{ dbt.dateadd('day', -days, dates ~ '.as_of_date') }} as date)
{%- endmacro %}

{#- Whether a date lies before the as-of date. Told by the days between them: of two
    columns compared, DuckDB expects that next to no pairs match, and holds all those
    that do in memory to join them to identity. -#}
{% macro is_before(date) -%}
    {{ dbt.datediff(date, 'as_of_dates.as_of_date', 'day') }} > 0
{%- endmacro %}
