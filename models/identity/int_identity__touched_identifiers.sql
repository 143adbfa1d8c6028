with

changed_identifiers as (

    select * from {{ ref('int_identity__hashed_identifiers') }}
    where is_otherwise or is_seen_otherwise

),

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

kept as (

    {{ kept_identity(ref('identifier_types'), ref('identity_limits')) }}

),

kept_until as (

    select max(solved_until) as solved_until
    from kept

),

ends as {{ not_materialized() }} (

    {{ ends_of_evidence('identity_evidence') }}

),

-- what an identifier is, those it is seen with are judged by
beside as (

    select
        ends.other_identifier_id as identifier_id,
        min(ends.known_date) as seen_from
    from ends
    inner join changed_identifiers on ends.identifier_id = changed_identifiers.identifier_id
    where changed_identifiers.is_otherwise
    group by ends.other_identifier_id

),

-- who may be judged otherwise now: once shared, not by what becomes known later
judged as (

    select
        kept.identifier_id,
        kept.judged_by_hash,
        coalesce(kept.shared_from, kept_until.solved_until) as judged_until,
        coalesce(changed_identifiers.is_otherwise, false) as is_otherwise,
        beside.seen_from
    from kept
    cross join kept_until
    left join changed_identifiers on kept.identifier_id = changed_identifiers.identifier_id
    left join beside on kept.identifier_id = beside.identifier_id
    where changed_identifiers.identifier_id is not null or beside.identifier_id is not null

),

judged_by as (

    select
        ends.identifier_id,
        {{ hash_of_rows(evidence_columns()) }} as judged_by_hash
    from ends
    inner join judged on ends.identifier_id = judged.identifier_id and ends.known_date <= judged.judged_until
    group by ends.identifier_id

),

-- of whom something may be otherwise on days that were solved
of_another_past as (

    select judged.identifier_id
    from judged
    left join judged_by on judged.identifier_id = judged_by.identifier_id
    where
        judged.is_otherwise
        or judged.seen_from <= judged.judged_until
        or judged.judged_by_hash <> coalesce(judged_by.judged_by_hash, 0)

),

-- with those whose edges to them may have been open on other days
touched as (

    select
        identifier_id,
        0 as is_of_another_past
    from judged
    union all
    select
        identifier_id,
        1 as is_of_another_past
    from of_another_past
    union all
    select
        ends.other_identifier_id as identifier_id,
        1 as is_of_another_past
    from ends
    inner join of_another_past on ends.identifier_id = of_another_past.identifier_id

),

touched_identifiers as (

    select
        identifier_id,
        max(is_of_another_past) = 1 as is_of_another_past
    from touched
    group by identifier_id

)

select * from touched_identifiers
