{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_solved_again('identifier_id', 'true') }}"
) }}
-- written last: until then, another build solves the same again
-- depends_on: {{ ref('identifier_history') }}
-- depends_on: {{ ref('identity_events') }}
-- depends_on: {{ ref('int_identity__refused_joins') }}
-- depends_on: {{ ref('int_identity__shared_identifiers') }}

{{ require_all_is_solved(ref('int_identity__hashed_identifiers'), ref('int_identity__scope')) }}
with

solution as (

    select * from {{ ref('solve_identity') }}

),

numbered_identifiers as (

    select * from {{ ref('int_identity__numbered_identifiers') }}

),

hashed_identifiers as (

    select * from {{ ref('int_identity__hashed_identifiers') }}

),

identity_evidence as (

    select * from {{ ref('identity_evidence') }}

),

overrides as (

    select * from {{ ref('int_identity__overrides') }}

),

known_dates as (

    select max(greatest(known_date, coalesce(traits_known_date, known_date))) as known_date
    from numbered_identifiers
    union all
    select max({{ local_date('known_at') }}) as known_date
    from identity_evidence
    union all
    select max({{ local_date('decided_at') }}) as known_date
    from overrides

),

known_until as (

    select max(known_date) as known_date
    from known_dates

),

build as (

    select max(build_id) as build_id
    from {{ ref('int_identity__scope') }}

),

current_memberships as (

    select * from solution
    where row_kind = 'membership' and is_current

),

-- who is who by all that is known, and what the next build goes on from
solved_identifiers as (

    select
        members.identifier_id,
        coalesce(groups.identifier_id, members.identifier_id) as group_id,
        profiles.identifier_id as profile_id,
        current_memberships.is_customer,
        cast(current_memberships.known_from as date) as is_so_from,
        hashed_identifiers.own_hash,
        hashed_identifiers.evidence_hash,
        build.build_id,
        known_until.known_date as solved_until,
        {{ identity_solver(ref('identifier_types'), ref('identity_limits')) }} as solver
    from numbered_identifiers as members
    cross join build
    cross join known_until
    inner join hashed_identifiers on members.identifier_id = hashed_identifiers.identifier_id
    left join current_memberships on members.identifier_number = current_memberships.identifier_number_a
    left join numbered_identifiers as profiles
        on current_memberships.identifier_number_b = profiles.identifier_number
    left join numbered_identifiers as groups
        on current_memberships.group_number = groups.identifier_number
    where members.is_inside

)

select * from solved_identifiers
