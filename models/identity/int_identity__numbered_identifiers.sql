with

described_identifiers as (

    select * from {{ ref('int_identity__described_identifiers') }}

),

scope as (

    select * from {{ ref('int_identity__scope') }}

),

-- numbered in the order of their ids: what is the same of two is decided by it
numbered as (

    select
        row_number() over (order by scope.identifier_id) - 1 as identifier_number,
        scope.identifier_id,
        scope.is_inside,
        scope.solved_until,
        scope.profile_id,
        scope.is_customer,
        scope.is_so_from,
        described_identifiers.identifier_type,
        described_identifiers.is_blocked,
        described_identifiers.known_date,
        described_identifiers.landed_date,
        described_identifiers.first_initial,
        described_identifiers.first_name_start,
        described_identifiers.birth_date,
        described_identifiers.traits_known_date
    from scope
    inner join described_identifiers on scope.identifier_id = described_identifiers.identifier_id

),

-- the identifiers as the solver takes them, with what they were when they were solved last
numbered_identifiers as (

    select
        numbered.identifier_number,
        numbered.identifier_id,
        numbered.identifier_type,
        numbered.is_blocked,
        numbered.known_date,
        numbered.landed_date,
        numbered.first_initial,
        numbered.first_name_start,
        numbered.birth_date,
        numbered.traits_known_date,
        numbered.is_inside,
        numbered.solved_until,
        profiles.identifier_number as profile_number,
        numbered.is_customer,
        numbered.is_so_from
    from numbered
    left join numbered as profiles on numbered.profile_id = profiles.identifier_id

)

select * from numbered_identifiers
