-- Segment: raw calls as JSON Lines, one row per identify call that names an e-mail
-- address: the account as its traits describe it. docs/connect.md says more.
with

-- the documented traits that are read; those a file lacks are null
calls as (

    select
        from_json(to_json(file), '{
            "type": "VARCHAR",
            "userId": "VARCHAR",
            "timestamp": "VARCHAR",
            "originalTimestamp": "VARCHAR",
            "receivedAt": "VARCHAR",
            "traits": {
                "email": "VARCHAR", "phone": "VARCHAR", "createdAt": "VARCHAR",
                "firstName": "VARCHAR", "lastName": "VARCHAR", "birthday": "VARCHAR",
                "address": {
                    "street": "VARCHAR", "postalCode": "VARCHAR", "city": "VARCHAR",
                    "country": "VARCHAR"
                }
            }
        }') as call
    from file

)

select
    'segment:' || call.userid as contact_id,
    coalesce(
        -- only as ISO 8601: some libraries send epoch seconds
        case when call.traits.createdat like '____-__-__%' then call.traits.createdat end,
        call.timestamp,
        call.originaltimestamp
    ) as created_at,
    coalesce(call.timestamp, call.originaltimestamp) as updated_at,
    call.userid as user_id,
    call.traits.email as email,
    call.traits.phone as phone,
    call.traits.firstname as first_name,
    call.traits.lastname as last_name,
    left(call.traits.birthday, 10) as birth_date,
    call.traits.address.street as street,
    call.traits.address.postalcode as postal_code,
    call.traits.address.city as city,
    call.traits.address.country as country,
    call.receivedat as received_at
from calls
where
    call.type = 'identify'
    and call.userid is not null
    and call.traits.email is not null
