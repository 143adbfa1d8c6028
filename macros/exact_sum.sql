{#- The sum of doubles to 9 decimals: exact, and so the same in any order of rows, where
    a sum of doubles differs in its last bits from run to run. -#}
{% macro exact_sum(expression) -%}
    sum(cast({{ expression }} as decimal(28, 9)))
{%- endmacro %}
