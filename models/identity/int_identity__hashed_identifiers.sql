with

described_identifiers as (

    select * from {{ ref('int_identity__described_identifiers') }}

),

backdated_landings as (

    select * from {{ ref('int_identity__backdated_landings') }}

),

overrides as (

    select * from {{ ref('int_identity__overrides') }}

),

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

landings as (

    select
        identifier_id,
        {{ hash_of_rows(['landed_date', 'known_date']) }} as landings_hash
    from backdated_landings
    group by identifier_id

),

apart as (

    select
        identifier_id_a as identifier_id,
        identifier_id_b as other_identifier_id,
        decided_at
    from overrides
    where decision = 'never_link'
    union all
    select
        identifier_id_b as identifier_id,
        identifier_id_a as other_identifier_id,
        decided_at
    from overrides
    where decision = 'never_link'

),

never_links as (

    select
        identifier_id,
        {{ hash_of_rows(['other_identifier_id', 'decided_at']) }} as never_links_hash
    from apart
    group by identifier_id

),

ends as {{ not_materialized() }} (

    {{ ends_of_evidence('identity_evidence') }}

),

evidence as (

    select
        identifier_id,
        {{ hash_of_rows(evidence_columns()) }} as evidence_hash
    from ends
    group by identifier_id

),

-- what tells, at the next build, whether anything of an identifier has changed
hashed as (

    select
        described_identifiers.identifier_id,
        {{ hash_of_row([
            'described_identifiers.identifier_type', 'described_identifiers.is_blocked',
            'described_identifiers.known_date', 'described_identifiers.landed_date',
            'described_identifiers.first_initial', 'described_identifiers.first_name_start',
            'described_identifiers.birth_date', 'described_identifiers.traits_known_date',
            'landings.landings_hash', 'never_links.never_links_hash'
        ]) }} as own_hash,
        coalesce(evidence.evidence_hash, 0) as evidence_hash
    from described_identifiers
    left join landings on described_identifiers.identifier_id = landings.identifier_id
    left join never_links on described_identifiers.identifier_id = never_links.identifier_id
    left join evidence on described_identifiers.identifier_id = evidence.identifier_id

),

kept as (

    {{ kept_identity(ref('identifier_types'), ref('identity_limits')) }}

),

-- and whether it has since the one before; of who is gone, those it was tied to tell
hashed_identifiers as (

    select
        hashed.*,
        coalesce(hashed.own_hash <> kept.own_hash, true) as is_otherwise,
        coalesce(hashed.evidence_hash <> kept.evidence_hash, true) as is_seen_otherwise
    from hashed
    left join kept on hashed.identifier_id = kept.identifier_id

)

select * from hashed_identifiers
