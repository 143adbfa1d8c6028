with

hashed_identifiers as (

    select * from {{ ref('int_identity__hashed_identifiers') }}

),

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

kept as (

    {{ kept_identity() }}

),

ends as {{ not_materialized() }} (

    {{ ends_of_evidence('identity_evidence') }}

),

kept_until as (

    select max(solved_until) as solved_until
    from kept

),

compared as (

    select
        hashed_identifiers.identifier_id,
        kept.identifier_id is null as is_new,
        coalesce(hashed_identifiers.own_hash <> kept.own_hash, true) as is_otherwise,
        coalesce(hashed_identifiers.evidence_hash <> kept.evidence_hash, true) as is_seen_otherwise
    from hashed_identifiers
    left join kept on hashed_identifiers.identifier_id = kept.identifier_id

),

gone as (

    select kept.identifier_id
    from kept
    left join hashed_identifiers on kept.identifier_id = hashed_identifiers.identifier_id
    where hashed_identifiers.identifier_id is null

),

otherwise as (

    select identifier_id
    from compared
    where is_otherwise
    union all
    select identifier_id from gone

),

-- what an identifier is, those it is seen with are judged by
beside as (

    select
        ends.other_identifier_id as identifier_id,
        min(ends.known_date) as seen_from
    from ends
    inner join otherwise on ends.identifier_id = otherwise.identifier_id
    group by ends.other_identifier_id

),

-- what was solved before, and may be judged otherwise now. Of one that was shared, what
-- became known later changes nothing of that
judged as (

    select
        kept.identifier_id,
        kept.judged_by_hash,
        coalesce(kept.shared_from, kept_until.solved_until) as judged_until,
        coalesce(compared.is_otherwise, false) as is_otherwise,
        beside.seen_from
    from kept
    inner join kept_until on kept_until.solved_until is not null
    left join compared on kept.identifier_id = compared.identifier_id
    left join beside on kept.identifier_id = beside.identifier_id
    where compared.is_otherwise or compared.is_seen_otherwise or beside.identifier_id is not null

),

judged_by as (

    select
        ends.identifier_id,
        {{ hash_of_rows(evidence_columns()) }} as judged_by_hash
    from ends
    inner join judged
        on ends.identifier_id = judged.identifier_id
        and ends.known_date <= judged.judged_until
    group by ends.identifier_id

),

-- whose past is another
of_another_past as (

    select judged.identifier_id
    from judged
    left join judged_by on judged.identifier_id = judged_by.identifier_id
    where judged.is_otherwise
        or judged.seen_from <= judged.judged_until
        or judged.judged_by_hash <> coalesce(judged_by.judged_by_hash, 0)
    union
    select identifier_id from gone

),

-- with those whose edges to them may have been open on other days
touched as (

    select
        identifier_id,
        false as is_of_another_past
    from judged
    union all
    select
        identifier_id,
        true as is_of_another_past
    from of_another_past
    union all
    select
        ends.other_identifier_id as identifier_id,
        true as is_of_another_past
    from ends
    inner join of_another_past on ends.identifier_id = of_another_past.identifier_id

),

touched_identifiers as (

    select
        identifier_id,
        max(cast(is_of_another_past as integer)) = 1 as is_of_another_past
    from touched
    group by identifier_id

)

select * from touched_identifiers
