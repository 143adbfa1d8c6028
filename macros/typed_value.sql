{#- A value a person typed into a seed, as staging writes it. A phone number carries its
    country code there, so only its punctuation goes. Both arguments are SQL. -#}
{% macro typed_value(type, value) -%}
    {%- set text = normalized_text(value) -%}
    case
        when {{ type }} = 'phone' then {{ digits_only(text) }}
        when {{ type }} = 'email' then {{ normalized_email(text) }}
        when {{ type }} = 'social_handle' then {{ normalized_social_handle(text) }}
        else {{ text }}
    end
{%- endmacro %}

{#- One of the two values of a row of the seed identity_overrides. -#}
{% macro override_value(relation, side) -%}
    {{ typed_value(relation ~ '.identifier_type_' ~ side, relation ~ '.identifier_value_' ~ side) }}
{%- endmacro %}
