{#- Whether two contacts say the same. -#}
{% macro contacts_agree(column) -%}
    contacts_a.{{ column }} = contacts_b.{{ column }}
{%- endmacro %}

{#- Whether they say the same but for a few mistyped signs. -#}
{% macro contacts_nearly_agree(column, signs) -%}
    {{ edit_distance('contacts_a.' ~ column, 'contacts_b.' ~ column) }} <= {{ signs }}
{%- endmacro %}

{#- Whether one sign in four differs at most: of Anna one, of Sebastian two. -#}
{% macro contacts_resemble(column) -%}
    4 * {{ edit_distance('contacts_a.' ~ column, 'contacts_b.' ~ column) }}
    <= greatest(length(contacts_a.{{ column }}), length(contacts_b.{{ column }}))
{%- endmacro %}
