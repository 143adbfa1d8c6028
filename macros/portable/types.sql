{#- Exact money and quantities. -#}
{% macro money_type() -%} decimal(18, 4) {%- endmacro %}

{#- A rate between currencies: one unit of a small one is a ten-thousandth of a large one. -#}
{% macro rate_type() -%} decimal(28, 14) {%- endmacro %}

{#- How an identifier_id is stored: 128 bits where the engine has such a type. -#}
{% macro identifier_id_type() -%}
    {{ return(adapter.dispatch('identifier_id_type')()) }}
{%- endmacro %}

{% macro default__identifier_id_type() -%} {{ return(dbt.type_string()) }} {%- endmacro %}
{% macro duckdb__identifier_id_type() -%} {{ return('uuid') }} {%- endmacro %}

{#- 64 bits; dbt's own type_float is 32 bits wide on DuckDB. -#}
{% macro double_type() -%} double {%- endmacro %}

{#- What hash_of_row and hash_of_rows are: a sum of 64 bits each. -#}
{% macro hash_type() -%}
    {{ return(adapter.dispatch('hash_type')()) }}
{%- endmacro %}

{% macro default__hash_type() -%} decimal(38, 0) {%- endmacro %}
{% macro duckdb__hash_type() -%} hugeint {%- endmacro %}
