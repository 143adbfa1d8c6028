{#- An order-free checksum of a group of rows: equal when the rows are. It is kept only
    to be compared with itself, so engines may hash as they like. -#}
{% macro fingerprint(columns) -%}
    {{ return(adapter.dispatch('fingerprint')(columns)) }}
{%- endmacro %}

{% macro duckdb__fingerprint(columns) -%}
    {%- set row_hashes = 'cast(hash(' ~ columns | join(', ') ~ ') as hugeint)' -%}
    {{ return("cast(count(*) as varchar) || ':' || cast(sum(" ~ row_hashes ~ ") as varchar)") }}
{%- endmacro %}

{#- Spark's hash passes nulls over; so each column is followed by whether it is one. -#}
{% macro spark__fingerprint(columns) -%}
    {%- set told = [] -%}
    {%- for column in columns -%}
        {%- do told.append(column ~ ', ' ~ column ~ ' is null') -%}
    {%- endfor -%}
    {{ return("concat(count(*), ':', sum(cast(xxhash64(" ~ told | join(', ') ~ ") as decimal(38, 0))))") }}
{%- endmacro %}

{% macro snowflake__fingerprint(columns) -%}
    {{ return("concat(count(*), ':', hash_agg(" ~ columns | join(', ') ~ "))") }}
{%- endmacro %}
