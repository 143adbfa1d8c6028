with

hashed_identifiers as (

    select * from {{ ref('int_identity__hashed_identifiers') }}

),

kept as (

    {{ kept_identity(ref('identifier_types'), ref('identity_limits')) }}

),

compared as (

    select
        hashed_identifiers.identifier_id,
        coalesce(hashed_identifiers.own_hash <> kept.own_hash, true) as is_otherwise,
        coalesce(hashed_identifiers.evidence_hash <> kept.evidence_hash, true) as is_seen_otherwise
    from hashed_identifiers
    left join kept on hashed_identifiers.identifier_id = kept.identifier_id

),

gone as (

    select
        kept.identifier_id,
        true as is_otherwise,
        true as is_seen_otherwise
    from kept
    left join hashed_identifiers on kept.identifier_id = hashed_identifiers.identifier_id
    where hashed_identifiers.identifier_id is null

),

-- what is otherwise than an earlier build kept it
changed_identifiers as (

    select * from compared
    where is_otherwise or is_seen_otherwise
    union all
    select * from gone

)

select * from changed_identifiers
