with

identity_overrides as (

    select * from {{ ref('identity_overrides') }}

)

select identity_overrides.*
from identity_overrides
where
    identity_overrides.identifier_type_a = identity_overrides.identifier_type_b
    and {{ override_value('identity_overrides', 'a') }} = {{ override_value('identity_overrides', 'b') }}
