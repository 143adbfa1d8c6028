{#- Calling code, trunk prefix, longest national number (ITU-T E.164) of a country, and
    what is dialled there for abroad: 00, unless told otherwise. -#}
{% macro calling_code(country) -%}
    {%- set countries = {
        'AT': ['43', '0', 13], 'AU': ['61', '0', 9], 'BE': ['32', '0', 9],
        'BR': ['55', '0', 11], 'CA': ['1', '1', 10], 'CH': ['41', '0', 9],
        'CN': ['86', '0', 11], 'CZ': ['420', '', 9], 'DE': ['49', '0', 11],
        'DK': ['45', '', 8], 'ES': ['34', '', 9], 'FI': ['358', '0', 10],
        'FR': ['33', '0', 9], 'GB': ['44', '0', 10], 'IE': ['353', '0', 9],
        'IN': ['91', '0', 10], 'IT': ['39', '', 11], 'JP': ['81', '0', 10],
        'MX': ['52', '', 10], 'NL': ['31', '0', 9], 'NO': ['47', '', 8],
        'NZ': ['64', '0', 10], 'PL': ['48', '', 9], 'PT': ['351', '', 9],
        'SE': ['46', '0', 9], 'US': ['1', '1', 10], 'ZA': ['27', '0', 9],
    } -%}
    {%- if country not in countries -%}
        {{ exceptions.raise_compiler_error(
            "var default_country is " ~ country ~ ": add it to macros/calling_code.sql"
        ) }}
    {%- endif -%}
    {%- set code, trunk_prefix, national_length = countries[country] -%}
    {%- set prefixes = {'AU': ['0011'], 'CA': ['011', '00'], 'JP': ['010', '00'], 'US': ['011', '00']} -%}
    {{ return({
        'code': code, 'trunk_prefix': trunk_prefix, 'national_length': national_length,
        'international_prefixes': prefixes.get(country, ['00']),
    }) }}
{%- endmacro %}
