-- Zendesk, incremental exports: response pages as JSON Lines, one row per copy of an end
-- user that comes with them. docs/connect.md says more.
with

-- the documented fields that are read; those a file lacks are null
pages as (

    select
        unnest(from_json(to_json(file), '{
            "users": [{
                "id": "VARCHAR", "role": "VARCHAR", "active": "BOOLEAN",
                "external_id": "VARCHAR", "name": "VARCHAR", "email": "VARCHAR",
                "phone": "VARCHAR", "created_at": "VARCHAR", "updated_at": "VARCHAR"
            }]
        }'))
    from file

),

people as (

    select
        person,
        person.active is not distinct from false as is_deleted
    from (select unnest(users) as person from pages)
    where person.role = 'end-user'

)

select distinct
    'zendesk:' || person.id as contact_id,
    person.created_at as created_at,
    person.updated_at as updated_at,
    person.external_id as user_id,
    person.email as email,
    person.phone as phone,
    -- one name in Zendesk: its last word is the last name, if there is another; a
    -- deleted user is called that they are deleted
    case when not is_deleted then regexp_replace(person.name, '\s+\S+$', '') end
        as first_name,
    case when not is_deleted then regexp_extract(person.name, '\s(\S+)$', 1) end
        as last_name,
    is_deleted as is_deleted
from people
order by contact_id, updated_at
