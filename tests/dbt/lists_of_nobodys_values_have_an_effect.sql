{{ config(severity='warn') }}

with

blocked_identifiers as (

    select * from {{ ref('blocked_identifiers') }}

),

test_accounts as (

    select * from {{ ref('test_accounts') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

),

listed as (

    select
        'blocked_identifiers' as seed,
        blocked_identifiers.*
    from blocked_identifiers
    union all
    select
        'test_accounts' as seed,
        test_accounts.*
    from test_accounts

)

-- rows that mean no identifier and are no precaution: mistyped, or not landed yet
select listed.*
from listed
left join identifiers on {{ is_listed('identifiers', 'listed') }}
where
    identifiers.identifier_id is null
    and not coalesce(listed.is_precaution, false)
