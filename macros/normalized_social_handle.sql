{#- A social handle as it is compared: `network:handle`, lower case, no @.
    Without a network column the value carries its network already. -#}
{% macro normalized_social_handle(column, network=none) -%}
    {%- set handle = "replace(lower(" ~ normalized_text(column) ~ "), '@', '')" -%}
    {%- if network -%}
    lower(trim({{ network }})) || ':' || nullif({{ handle }}, '')
    {%- else -%}
    nullif({{ handle }}, '')
    {%- endif -%}
{%- endmacro %}
