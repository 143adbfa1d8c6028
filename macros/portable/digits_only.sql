{#- A text without all that is not a digit. -#}
{% macro digits_only(text) -%}
    {{ return(adapter.dispatch('digits_only')(text)) }}
{%- endmacro %}

{% macro default__digits_only(text) -%}
    {{ return("regexp_replace(" ~ text ~ ", '[^0-9]', '')") }}
{%- endmacro %}

{% macro duckdb__digits_only(text) -%}
    {{ return("regexp_replace(" ~ text ~ ", '[^0-9]', '', 'g')") }}
{%- endmacro %}
