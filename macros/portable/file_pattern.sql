{#- A path as the inside of a SQL string that a reader takes for that file alone, though
    a folder is called `it's [1]`. A `*` that is meant is put behind it. -#}
{% macro file_pattern(path) -%}
    {{ return(
        quoted_path(path) | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]')
    ) }}
{%- endmacro %}

{#- The same for a file that is written: there, no sign is a wildcard. -#}
{% macro quoted_path(path) -%}
    {{ return(path | replace("'", "''")) }}
{%- endmacro %}
