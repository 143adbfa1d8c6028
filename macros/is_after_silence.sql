{#- 1 where an event comes after more than 30 minutes of silence, or is the first. -#}
{% macro is_after_silence() -%}
    case
        when previous_event_at is null then 1
        when {{ dbt.datediff('previous_event_at', 'event_at', 'second') }} > 1800 then 1
        else 0
    end
{%- endmacro %}
