{#- A digest of the code that solves who is who. -#}
{% macro identity_code() -%}
    {{ return(adapter.dispatch('identity_code')()) }}
{%- endmacro %}

{% macro default__identity_code() -%} '' {%- endmacro %}
{#- Set by customer360.warehouse_plugin. -#}
{% macro duckdb__identity_code() -%} getvariable('identity_code') {%- endmacro %}
