{#- An order-free checksum of a group of rows: equal when the rows are. -#}
{% macro fingerprint(columns) -%}
    {%- set text = dbt.type_string() -%}
    cast(count(*) as {{ text }}) || ':' || cast({{ hash_of_rows(columns) }} as {{ text }})
{%- endmacro %}

{#- The same in one number, a hash_type. It is kept only to be compared with itself, so
    engines may hash as they like. A sum: DuckDB's hash of several columns ends in an
    exclusive or, and a second one over rows would cancel what they have in common. -#}
{% macro hash_of_rows(columns) -%}
    {{ return(adapter.dispatch('hash_of_rows')(columns)) }}
{%- endmacro %}

{% macro duckdb__hash_of_rows(columns) -%}
    {{ return('sum(cast(hash(' ~ columns | join(', ') ~ ') as hugeint))') }}
{%- endmacro %}

{#- Spark's hash passes nulls over; so each column is followed by whether it is one. -#}
{% macro spark__hash_of_rows(columns) -%}
    {%- set told = [] -%}
    {%- for column in columns -%}
        {%- do told.append(column ~ ', ' ~ column ~ ' is null') -%}
    {%- endfor -%}
    {{ return('sum(cast(xxhash64(' ~ told | join(', ') ~ ') as decimal(38, 0)))') }}
{%- endmacro %}

{% macro snowflake__hash_of_rows(columns) -%} {{ return('hash_agg(' ~ columns | join(', ') ~ ')') }} {%- endmacro %}
