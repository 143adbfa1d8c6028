{#- The order of copies of one key, by stamps that never change: known first, first. -#}
{% macro copy_order(relation) -%}
    {{ relation }}.known_at, {{ relation }}.landed_at, {{ relation }}.landed_file_id, {{ relation }}.landed_row_number
{%- endmacro %}
