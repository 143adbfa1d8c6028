{#- md5(salt | type | value): the key of an identifier. Both arguments are SQL. -#}
{% macro identifier_id(type, value) -%}
    cast(md5('{{ salt() }}|' || {{ type }} || '|' || {{ value }}) as {{ identifier_id_type() }})
{%- endmacro %}
