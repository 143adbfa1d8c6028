{#- A phone number as it is compared: digits only, with the country code.
    `+` or `00` begins an international number; otherwise the trunk prefix of
    `var('default_country')` is taken off and its calling code put before. -#}
{% macro normalized_phone(column) -%}
    {%- set country = calling_code(var('default_country')) -%}
    {%- set text = normalized_text(column) -%}
    {%- set digits = digits_only(text) -%}
    nullif(
        case
            when {{ text }} like '+%' then {{ digits }}
            when {{ text }} like '00%' then substr({{ digits }}, 3)
            {%- if country.trunk_prefix %}
            when {{ digits }} like '{{ country.trunk_prefix }}%'
                then '{{ country.code }}' || substr({{ digits }}, {{ country.trunk_prefix | length + 1 }})
            {%- endif %}
            when length({{ digits }}) > {{ country.national_length }} then {{ digits }}
            when {{ digits }} <> '' then '{{ country.code }}' || {{ digits }}
        end,
        ''
    )
{%- endmacro %}
