{#- Whether an identifier is what a row of a list means: seeds blocked_identifiers and
    test_accounts. An exact value is taken as staging writes identifiers. In a pattern
    `%` is any signs, `_` any one, and `!` takes the sign behind it as it is; letters
    of types that staging writes small are small there too. -#}
{% macro is_listed(identifiers, list) -%}
    {%- set typed = normalized_text(list ~ '.identifier_value') -%}
    {{ identifiers }}.identifier_type = {{ list }}.identifier_type
    and case
        when {{ list }}.match_kind = 'exact'
            then {{ identifiers }}.identifier_value
                = {{ typed_value(list ~ '.identifier_type', list ~ '.identifier_value') }}
        when {{ list }}.identifier_type in ('email', 'social_handle')
            then {{ identifiers }}.identifier_value like lower({{ typed }}) escape '!'
        else {{ identifiers }}.identifier_value like {{ typed }} escape '!'
    end
{%- endmacro %}
