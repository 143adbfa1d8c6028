{#- A value a person typed into the seed identity_overrides, as staging writes it. A phone
    number carries its country code there, so only its punctuation goes. -#}
{% macro override_value(relation, side) -%}
    {%- set type = relation ~ '.identifier_type_' ~ side -%}
    {%- set text = normalized_text(relation ~ '.identifier_value_' ~ side) -%}
    case
        when {{ type }} = 'phone' then {{ digits_only(text) }}
        when {{ type }} = 'email' then {{ normalized_email(text) }}
        when {{ type }} = 'social_handle' then {{ normalized_social_handle(text) }}
        else {{ text }}
    end
{%- endmacro %}
