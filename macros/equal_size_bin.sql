{#- Which of so many bins of equal size a row is in: 1 holds the least. The row's place
    counts from 1 among all rows. -#}
{% macro equal_size_bin(place, row_count, bins=10) -%}
    cast(
        floor(cast({{ bins }} * ({{ place }} - 1) as {{ double_type() }}) / {{ row_count }}) + 1
        as {{ dbt.type_int() }}
    )
{%- endmacro %}
