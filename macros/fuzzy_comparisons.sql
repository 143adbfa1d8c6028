{#- How two contacts are compared, said once: builds score with it, `c360 identity
    train-fuzzy` learns with it. Of each comparison the first level that holds counts,
    else `different`; where a side says nothing in `columns`, it counts neither way. -#}
{% macro fuzzy_comparisons() -%}
    {%- set in_one_place -%}
    ({{ contacts_agree('postal_code') }} or {{ contacts_agree('city') }})
    {%- endset -%}
    {{ return([
        {'comparison': 'first_name', 'columns': ['first_name'], 'levels': [
            ['same', contacts_agree('first_name')],
            ['similar', contacts_resemble('first_name')],
        ]},
        {'comparison': 'last_name', 'columns': ['last_name'], 'levels': [
            ['same', contacts_agree('last_name')],
            ['similar', contacts_resemble('last_name')],
        ]},
        {'comparison': 'birth_date', 'columns': ['birth_date'], 'levels': [
            ['same', contacts_agree('birth_date')],
            ['one_sign', contacts_nearly_agree('birth_date', 1)],
            ['two_signs', contacts_nearly_agree('birth_date', 2)],
        ]},
        {'comparison': 'address', 'columns': ['street', 'postal_code', 'city'], 'levels': [
            ['same_street_and_place', contacts_agree('street') ~ ' and ' ~ in_one_place],
            ['similar_street_and_place', contacts_resemble('street') ~ ' and ' ~ in_one_place],
            ['similar_street', contacts_resemble('street')],
            ['same_place', contacts_agree('postal_code')],
            ['same_city', contacts_agree('city')],
        ]},
        {'comparison': 'email', 'columns': ['email'], 'levels': [
            ['same', contacts_agree('email')],
            ['same_mailbox', contacts_agree('mailbox')],
        ]},
        {'comparison': 'phone', 'columns': ['phone'], 'levels': [
            ['same', contacts_agree('phone')],
            ['one_sign', contacts_nearly_agree('phone', 1)],
        ]},
        {'comparison': 'national_id', 'columns': ['national_id'], 'levels': [
            ['same', contacts_agree('national_id')],
            ['one_sign', contacts_nearly_agree('national_id', 1)],
            ['two_signs', contacts_nearly_agree('national_id', 2)],
        ]},
    ]) }}
{%- endmacro %}

{#- Two contacts are compared only where all columns of one of these agree. -#}
{% macro fuzzy_blocking_keys() -%}
    {{ return([
        ['national_id'],
        ['birth_date'],
        ['first_name', 'last_name'],
        ['last_name', 'postal_code'],
        ['first_name', 'postal_code'],
        ['street', 'postal_code'],
        ['mailbox'],
        ['phone'],
    ]) }}
{%- endmacro %}

{#- The level that holds between two contacts; null where one says nothing. -#}
{% macro fuzzy_level(comparison) -%}
    case
        when
        {%- for column in comparison['columns'] %}
            (contacts_a.{{ column }} is null or contacts_b.{{ column }} is null)
            {{- ' and' if not loop.last }}
        {%- endfor %}
            then null
        {%- for level, condition in comparison['levels'] %}
        when {{ condition }} then '{{ level }}'
        {%- endfor %}
        else 'different'
    end
{%- endmacro %}
