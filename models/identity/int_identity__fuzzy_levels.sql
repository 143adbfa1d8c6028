with

candidates as (

    select * from {{ ref('int_identity__fuzzy_candidates') }}

),

fuzzy_contacts as (

    select * from {{ ref('int_identity__fuzzy_contacts') }}

),

-- how well each candidate pair agrees in each comparison
fuzzy_levels as (

    select
        candidates.contact_id_a,
        candidates.known_from_a,
        candidates.contact_id_b,
        candidates.known_from_b,
        {%- for comparison in fuzzy_comparisons() %}
        {{ fuzzy_level(comparison) }} as {{ comparison['comparison'] }}_level,
        {%- endfor %}
        greatest(contacts_a.first_observed_at, contacts_b.first_observed_at) as first_observed_at,
        greatest(contacts_a.known_from, contacts_b.known_from) as known_at
    from candidates
    inner join fuzzy_contacts as contacts_a
        on candidates.contact_id_a = contacts_a.contact_id
        and candidates.known_from_a = contacts_a.known_from
    inner join fuzzy_contacts as contacts_b
        on candidates.contact_id_b = contacts_b.contact_id
        and candidates.known_from_b = contacts_b.known_from

)

select * from fuzzy_levels
