{#- dbt-duckdb's safe_cast is a plain cast: this one gives null. -#}
{% macro duckdb__safe_cast(field, type) -%}
    try_cast({{ field }} as {{ type }})
{%- endmacro %}
