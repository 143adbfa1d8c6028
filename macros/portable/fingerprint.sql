{#- An order-free checksum of a group of rows: equal when the rows are. -#}
{% macro fingerprint(columns) -%}
    {%- set text = dbt.type_string() -%}
    cast(count(*) as {{ text }}) || ':' || cast({{ hash_of_rows(columns) }} as {{ text }})
{%- endmacro %}

{#- The same in one number, a hash_type. A sum: DuckDB's hash of several columns ends in
    an exclusive or, and a second one over rows would cancel what they have in common. -#}
{% macro hash_of_rows(columns) -%} sum({{ hash_of_row(columns) }}) {%- endmacro %}

{#- Of one row. It is kept only to be compared with itself, so engines may hash as they
    like. -#}
{% macro hash_of_row(columns) -%}
    {{ return(adapter.dispatch('hash_of_row')(columns)) }}
{%- endmacro %}

{% macro default__hash_of_row(columns) -%}
    {{ return('cast(hash(' ~ columns | join(', ') ~ ') as ' ~ hash_type() ~ ')') }}
{%- endmacro %}

{#- Spark's hash passes nulls over; so each column is followed by whether it is one. -#}
{% macro spark__hash_of_row(columns) -%}
    {%- set told = [] -%}
    {%- for column in columns -%}
        {%- do told.append(column ~ ', ' ~ column ~ ' is null') -%}
    {%- endfor -%}
    {{ return('cast(xxhash64(' ~ told | join(', ') ~ ') as ' ~ hash_type() ~ ')') }}
{%- endmacro %}
