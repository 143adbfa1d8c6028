with

described_identifiers as (

    select * from {{ ref('int_identity__described_identifiers') }}

),

backdated_landings as (

    select * from {{ ref('int_identity__backdated_landings') }}

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

evidence as (

    select
        identifier_id,
        {{ hash_of_rows(evidence_columns()) }} as evidence_hash
    from ({{ ends_of_evidence('identity_evidence') }}) as ends
    group by identifier_id

),

-- what tells, at the next build, whether anything of an identifier has changed
hashed_identifiers as (

    select
        described_identifiers.identifier_id,
        {{ hash_of_values([
            'described_identifiers.identifier_type', 'described_identifiers.is_blocked',
            'described_identifiers.known_date', 'described_identifiers.landed_date',
            'described_identifiers.first_initial', 'described_identifiers.first_name_start',
            'described_identifiers.birth_date', 'described_identifiers.traits_known_date',
            'landings.landings_hash'
        ]) }} as own_hash,
        coalesce(evidence.evidence_hash, 0) as evidence_hash
    from described_identifiers
    left join landings on described_identifiers.identifier_id = landings.identifier_id
    left join evidence on described_identifiers.identifier_id = evidence.identifier_id

)

select * from hashed_identifiers
