{#- What a session was, from its events; `event_number` counts them from 1. -#}
{% macro session_columns() -%}
    max(case when event_number = 1 then event_id end) as first_event_id,
        max(case when event_number = 2 then event_id end) as second_event_id,
        max(case when event_number = 3 then event_id end) as third_event_id,
        max(user_id) as user_id,
        max(email) as email,
        min(event_at) as started_at,
        max(event_at) as ended_at,
        {{ event_count('page_view') }} as page_view_count,
        {{ event_count('product_view') }} as product_view_count,
        {{ event_count('search') }} as search_count,
        {{ event_count('add_to_cart') }} as cart_count,
        max(case when event_name = 'purchase' then 1 else 0 end) = 1 as has_order
{%- endmacro %}

{% macro event_count(event_name) -%}
    cast(sum(case when event_name = '{{ event_name }}' then 1 else 0 end) as {{ dbt.type_int() }})
{%- endmacro %}

{#- A column of a session's event of this number. -#}
{% macro nth_event(number, column) -%}
    max(case when event_number = {{ number }} then {{ column }} end)
{%- endmacro %}

{#- 1, 2 or 3 for the first three events since `is_start` was 1, null later: told by
    what a window's sorting has at hand. -#}
{% macro event_number(window) -%}
    case
            when is_start = 1 then 1
            when lag(is_start) over ({{ window }}) = 1 then 2
            when lag(is_start, 2) over ({{ window }}) = 1 then 3
        end
{%- endmacro %}

{#- How often `is_start` was 1 so far: the number of a visit, or of a session in it. -#}
{% macro start_count(window) -%}
    cast(sum(is_start) over (
            {{ window }} rows between unbounded preceding and current row
        ) as {{ dbt.type_int() }})
{%- endmacro %}
