{#- What features ask the last day of, as one word; all else they did is 'other'. -#}
{% macro activity_kind(activity_type) -%}
    case
            when {{ activity_type }} in ('session', 'device_use', 'store_visit') then {{ activity_type }}
            when {{ activity_type }} like 'social_%' then 'social'
            else 'other'
        end
{%- endmacro %}
