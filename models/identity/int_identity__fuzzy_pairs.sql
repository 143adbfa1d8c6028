with

fuzzy_levels as (

    select * from {{ ref('int_identity__fuzzy_levels') }}

),

splink_parameters as (

    select * from {{ ref('splink_parameters') }}

),

-- a family shares name, address, e-mail and phone: something of the person's own must agree
of_one_person as (

    select * from fuzzy_levels
    where
        national_id_level in ('same', 'one_sign')
        or birth_date_level = 'same'
        or (first_name_level in ('same', 'similar') and coalesce(birth_date_level, 'silent') <> 'different')

),

-- bits for or against one person that each level of a comparison gives
weights as (

    select
        comparison,
        level,
        ln(m_probability / u_probability) / ln(2) as match_weight
    from splink_parameters

),

-- Fellegi and Sunter: the bits of a pair are those of any pair and of its levels
scored as (

    select
        of_one_person.contact_id_a,
        of_one_person.contact_id_b,
        of_one_person.first_observed_at,
        of_one_person.known_at,
        any_pair.match_weight
        {%- for comparison in fuzzy_comparisons() %}
        + coalesce({{ comparison['comparison'] }}_weights.match_weight, 0)
        {%- endfor %} as match_weight
    from of_one_person
    inner join weights as any_pair
        on any_pair.comparison = 'any_pair'
    {%- for comparison in fuzzy_comparisons() %}
    left join weights as {{ comparison['comparison'] }}_weights
        on {{ comparison['comparison'] }}_weights.comparison = '{{ comparison["comparison"] }}'
        and of_one_person.{{ comparison['comparison'] }}_level = {{ comparison['comparison'] }}_weights.level
    {%- endfor %}

),

-- one row per pair of contacts: known since they were first described so alike
fuzzy_pairs as (

    select
        contact_id_a,
        contact_id_b,
        max(match_weight) as match_weight,
        min(first_observed_at) as first_observed_at,
        min(known_at) as known_at
    from scored
    where match_weight >= {{ var('identity_fuzzy_min_match_weight') }}
    group by contact_id_a, contact_id_b

)

select * from fuzzy_pairs
