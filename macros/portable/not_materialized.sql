{#- After `as`, for a common table expression that is read more than once, a few of its
    columns at a time: DuckDB would first write out all of them. -#}
{% macro not_materialized() -%}
    {{ return(adapter.dispatch('not_materialized')()) }}
{%- endmacro %}

{% macro default__not_materialized() -%} {{ return('') }} {%- endmacro %}
{% macro duckdb__not_materialized() -%} {{ return('not materialized') }} {%- endmacro %}
