{{ config(severity='warn') }}

with

identity_overrides as (

    select * from {{ ref('identity_overrides') }}

),

identifiers as (

    select * from {{ ref('identifiers') }}

)

-- decisions without effect: a value is mistyped, or not landed yet
select identity_overrides.*
from identity_overrides
left join identifiers as identifiers_a
    on identity_overrides.identifier_type_a = identifiers_a.identifier_type
    and {{ override_value('identity_overrides', 'a') }} = identifiers_a.identifier_value
left join identifiers as identifiers_b
    on identity_overrides.identifier_type_b = identifiers_b.identifier_type
    and {{ override_value('identity_overrides', 'b') }} = identifiers_b.identifier_value
where
    identifiers_a.identifier_id is null
    or identifiers_b.identifier_id is null
