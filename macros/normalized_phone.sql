{#- A phone number as it is compared: digits only, with the country code.
    `+` or the prefix dialled for abroad begins an international number, whose `(0)` is
    not dialled from there; otherwise the trunk prefix of `var('default_country')` is
    taken off and its calling code put before. Fewer than 7 digits call nobody. -#}
{% macro normalized_phone(column) -%}
    {%- set country = calling_code(var('default_country')) -%}
    {%- set text = "trim(replace(lower(" ~ normalized_text(column) ~ "), 'tel:', ''))" -%}
    {%- set digits = digits_only(text) -%}
    {%- set abroad = digits_only("replace(" ~ text ~ ", '(0)', '')") -%}
    case
        when length({{ digits }}) < 7 then null
        when {{ text }} like '+%' then {{ abroad }}
        {%- for prefix in country.international_prefixes %}
        when {{ digits }} like '{{ prefix }}%' then substr({{ abroad }}, {{ prefix | length + 1 }})
        {%- endfor %}
        {%- if country.trunk_prefix %}
        when {{ digits }} like '{{ country.trunk_prefix }}%'
            then '{{ country.code }}' || substr({{ digits }}, {{ country.trunk_prefix | length + 1 }})
        {%- endif %}
        when length({{ digits }}) > {{ country.national_length }} then {{ digits }}
        else '{{ country.code }}' || {{ digits }}
    end
{%- endmacro %}
