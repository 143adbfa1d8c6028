{#- A hash of all contract columns of a landed row: two copies say the same, or not; an
    empty text says what none says. -#}
{% macro content_hash(system, entity) -%}
    {%- set values = [] -%}
    {%- if execute -%}
        {%- set contract = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ entity] -%}
        {%- for name, column in contract.columns.items() -%}
            {%- do values.append("coalesce(" ~ name ~ ", '')" if column.data_type == 'string' else name) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ hash_of_values(values or ['null']) }}
{%- endmacro %}

{#- A hash of values in their order. It is compared only with hashes made in the same
    build, of rows of one key, so engines may hash as they like. -#}
{% macro hash_of_values(values) -%}
    {{ return(adapter.dispatch('hash_of_values')(values)) }}
{%- endmacro %}

{#- Spark's own passes nulls over, wherever they stand; so each text is measured. -#}
{% macro default__hash_of_values(values) -%}
    {%- set measured = [] -%}
    {%- for value in values -%}
        {%- set text = "coalesce(cast(" ~ value ~ " as " ~ dbt.type_string() ~ "), '')" -%}
        {%- do measured.append("cast(length(" ~ text ~ ") as " ~ dbt.type_string() ~ ") || ':' || " ~ text) -%}
    {%- endfor -%}
    {{ return('md5(' ~ measured | join(' || ') ~ ')') }}
{%- endmacro %}

{% macro duckdb__hash_of_values(values) -%}
    {{ return('cast(hash(' ~ values | join(', ') ~ ') as varchar)') }}
{%- endmacro %}

{% macro snowflake__hash_of_values(values) -%}
    {{ return('cast(hash(' ~ values | join(', ') ~ ') as varchar)') }}
{%- endmacro %}
