{{ config(post_hook="{{ forget_who_is_gone(ref('int_identity__hashed_identifiers')) }}") }}

with

hashed_identifiers as (

    select * from {{ ref('int_identity__hashed_identifiers') }}

),

touched_identifiers as (

    select * from {{ ref('int_identity__touched_identifiers') }}

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

-- all that were ever tied to one that is touched
touched_groups as (

    select
        kept.group_id,
        max(cast(touched_identifiers.is_of_another_past as integer)) = 1 as is_of_another_past
    from kept
    inner join touched_identifiers on kept.identifier_id = touched_identifiers.identifier_id
    group by kept.group_id

),

-- who is solved again: from where it was solved last, or from its first day
inside as (

    select
        hashed_identifiers.identifier_id,
        case when not touched_groups.is_of_another_past then kept_until.solved_until end as solved_until,
        case when not touched_groups.is_of_another_past then kept.profile_id end as profile_id,
        case when not touched_groups.is_of_another_past then kept.is_customer end as is_customer,
        case when not touched_groups.is_of_another_past then kept.is_so_from end as is_so_from
    from hashed_identifiers
    cross join kept_until
    left join kept on hashed_identifiers.identifier_id = kept.identifier_id
    left join touched_groups on kept.group_id = touched_groups.group_id
    where kept.identifier_id is null or touched_groups.group_id is not null

),

-- who is seen with them, and shared: counted, and solved by nobody
beside as (

    select distinct ends.other_identifier_id as identifier_id
    from ends
    inner join inside on ends.identifier_id = inside.identifier_id
    inner join hashed_identifiers on ends.other_identifier_id = hashed_identifiers.identifier_id
    left join inside as other_inside on ends.other_identifier_id = other_inside.identifier_id
    where other_inside.identifier_id is null

),

scope as (

    select
        identifier_id,
        true as is_inside,
        '{{ invocation_id }}' as build_id,
        solved_until,
        profile_id,
        is_customer,
        is_so_from
    from inside
    union all
    select
        identifier_id,
        false as is_inside,
        '{{ invocation_id }}' as build_id,
        null as solved_until,
        null as profile_id,
        null as is_customer,
        null as is_so_from
    from beside

)

select * from scope
