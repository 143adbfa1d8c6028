{#- Evidence seen from either of its identifiers: two rows of each pair and rule. -#}
{% macro ends_of_evidence(identity_evidence) -%}
    {%- for end, other in [('a', 'b'), ('b', 'a')] %}
    select
        identifier_id_{{ end }} as identifier_id,
        identifier_id_{{ other }} as other_identifier_id,
        rule,
        rule_rank,
        {{ local_date('known_at') }} as known_date
    from {{ identity_evidence }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}

{#- What the fingerprint of an identifier's evidence is of. -#}
{% macro evidence_columns() -%}
    {{ return(['other_identifier_id', 'rule', 'rule_rank', 'known_date']) }}
{%- endmacro %}
