with

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

),

identity_rules as (

    select * from {{ ref('identity_rules') }}

),

overrides as (

    select * from {{ ref('int_identity__overrides') }}

),

fuzzy_pairs as (

    select * from {{ ref('int_identity__fuzzy_pairs') }}

),

-- two identifiers met on one record, and a rule says that is evidence
observed_pairs as (

    select
        stronger.identifier_id as identifier_id_a,
        weaker.identifier_id as identifier_id_b,
        identity_rules.rule,
        identity_rules.rule_rank,
        min(stronger.first_observed_at) as first_observed_at,
        min(stronger.known_at) as known_at
    from observed_identifiers as stronger
    inner join identity_rules
        on stronger.identifier_type = identity_rules.identifier_type_a
    inner join observed_identifiers as weaker
        on stronger.observation_number = weaker.observation_number
        and identity_rules.identifier_type_b = weaker.identifier_type
    group by
        stronger.identifier_id,
        weaker.identifier_id,
        identity_rules.rule,
        identity_rules.rule_rank

),

-- what a person decided outranks what records say
always_links as (

    select
        identifier_id_a,
        identifier_id_b,
        'always_link' as rule,
        0 as rule_rank,
        decided_at as first_observed_at,
        decided_at as known_at
    from overrides
    where decision = 'always_link'

),

fuzzy_ids as (

    select
        {{ identifier_id("'contact_id'", 'contact_id_a') }} as one_id,
        {{ identifier_id("'contact_id'", 'contact_id_b') }} as other_id,
        first_observed_at,
        known_at
    from fuzzy_pairs

),

last_rule as (

    select coalesce(max(rule_rank), 0) as rule_rank
    from identity_rules

),

-- contacts alike enough to be one person's, though they may share no identifier
fuzzy_links as (

    select
        case when fuzzy_ids.one_id < fuzzy_ids.other_id then fuzzy_ids.one_id else fuzzy_ids.other_id end
            as identifier_id_a,
        case when fuzzy_ids.one_id < fuzzy_ids.other_id then fuzzy_ids.other_id else fuzzy_ids.one_id end
            as identifier_id_b,
        'splink' as rule,
        last_rule.rule_rank + 1 as rule_rank,
        fuzzy_ids.first_observed_at,
        fuzzy_ids.known_at
    from fuzzy_ids
    cross join last_rule

),

evidence as (

    select * from observed_pairs
    union all
    select * from always_links
    union all
    select * from fuzzy_links

)

select * from evidence
