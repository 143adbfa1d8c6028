{#- After `as`, how an engine is to treat a common table expression that is read more
    than once. DuckDB writes it out with all its columns by itself; that pays where
    columns are costly to make (`materialized`) and costs where each reader wants a few
    (`not_materialized`). -#}
{% macro materialized() -%}
    {{ return(adapter.dispatch('materialized')()) }}
{%- endmacro %}

{% macro default__materialized() -%} {{ return('') }} {%- endmacro %}
{% macro duckdb__materialized() -%} {{ return('materialized') }} {%- endmacro %}

{% macro not_materialized() -%}
    {{ return(adapter.dispatch('not_materialized')()) }}
{%- endmacro %}

{% macro default__not_materialized() -%} {{ return('') }} {%- endmacro %}
{% macro duckdb__not_materialized() -%} {{ return('not materialized') }} {%- endmacro %}
