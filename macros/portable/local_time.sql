{#- The business date of a UTC timestamp. -#}
{% macro local_date(timestamp) -%}
    {%- if var('business_timezone') == 'UTC' -%}
    cast({{ timestamp }} as date)
    {%- else -%}
    cast({{ adapter.dispatch('local_timestamp')(timestamp) }} as date)
    {%- endif -%}
{%- endmacro %}

{#- The hour of the business's day, 0 to 23, of a UTC timestamp. -#}
{% macro local_hour(timestamp) -%}
    {%- if var('business_timezone') == 'UTC' -%}
    extract(hour from {{ timestamp }})
    {%- else -%}
    extract(hour from {{ adapter.dispatch('local_timestamp')(timestamp) }})
    {%- endif -%}
{%- endmacro %}

{#- The UTC timestamp at which a business date begins. -#}
{% macro local_midnight(date) -%}
    {%- if var('business_timezone') == 'UTC' -%}
    cast({{ date }} as {{ dbt.type_timestamp() }})
    {%- else -%}
    {{ adapter.dispatch('utc_timestamp')(date) }}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__local_timestamp(timestamp) -%}
    timezone('{{ var("business_timezone") }}', timezone('UTC', {{ timestamp }}))
{%- endmacro %}

{% macro spark__local_timestamp(timestamp) -%}
    from_utc_timestamp({{ timestamp }}, '{{ var("business_timezone") }}')
{%- endmacro %}

{% macro snowflake__local_timestamp(timestamp) -%}
    convert_timezone('UTC', '{{ var("business_timezone") }}', {{ timestamp }})
{%- endmacro %}

{% macro duckdb__utc_timestamp(date) -%}
    timezone('UTC', timezone('{{ var("business_timezone") }}', cast({{ date }} as timestamp)))
{%- endmacro %}

{% macro spark__utc_timestamp(date) -%}
    to_utc_timestamp(cast({{ date }} as timestamp), '{{ var("business_timezone") }}')
{%- endmacro %}

{% macro snowflake__utc_timestamp(date) -%}
    convert_timezone('{{ var("business_timezone") }}', 'UTC', cast({{ date }} as timestamp_ntz))
{%- endmacro %}
