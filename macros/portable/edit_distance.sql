{#- How many signs must be put in, taken out or replaced to make one text the other
    (Levenshtein); null where a text is. -#}
{% macro edit_distance(text_a, text_b) -%}
    {{ return(adapter.dispatch('edit_distance')(text_a, text_b)) }}
{%- endmacro %}

{% macro default__edit_distance(text_a, text_b) -%}
    {{ return('levenshtein(' ~ text_a ~ ', ' ~ text_b ~ ')') }}
{%- endmacro %}

{% macro snowflake__edit_distance(text_a, text_b) -%}
    {{ return('editdistance(' ~ text_a ~ ', ' ~ text_b ~ ')') }}
{%- endmacro %}
