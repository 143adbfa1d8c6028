with

observed_identifiers as (

    select * from {{ ref('observed_identifiers') }}

),

seen as (

    select * from {{ ref('int_identity__seen_identifiers') }}

),

blocked_identifiers as (

    select * from {{ ref('blocked_identifiers') }}

),

test_accounts as (

    select * from {{ ref('test_accounts') }}

),

identifier_types as (

    select * from {{ ref('identifier_types') }}

),

testers as (

    select
        seen.identifier_id,
        min(test_accounts.reason) as blocked_reason
    from seen
    inner join test_accounts on {{ is_listed('seen', 'test_accounts') }}
    group by seen.identifier_id

),

-- what a tester logged in with is a tester's, whoever else a browser was
accounts_of_testers as (

    select
        beside.identifier_id,
        min(testers.blocked_reason) as blocked_reason
    from testers
    inner join observed_identifiers on testers.identifier_id = observed_identifiers.identifier_id
    inner join observed_identifiers as beside
        on observed_identifiers.observation_number = beside.observation_number
    inner join identifier_types
        on beside.identifier_type = identifier_types.identifier_type
        and identifier_types.is_durable
    group by beside.identifier_id

),

-- listed itself, or beside a tester
reasons as (

    select
        seen.identifier_id,
        blocked_identifiers.reason as blocked_reason
    from seen
    inner join blocked_identifiers on {{ is_listed('seen', 'blocked_identifiers') }}
    union all
    select * from accounts_of_testers

),

blocked as (

    select
        identifier_id,
        min(blocked_reason) as blocked_reason
    from reasons
    group by identifier_id

),

identifiers as (

    select
        seen.identifier_id,
        seen.identifier_type,
        seen.identifier_value,
        coalesce(blocked.blocked_reason, '') <> '' as is_blocked,
        blocked.blocked_reason,
        seen.first_seen_at,
        seen.last_seen_at,
        seen.known_at,
        seen.landed_at
    from seen
    left join blocked on seen.identifier_id = blocked.identifier_id

)

select * from identifiers
