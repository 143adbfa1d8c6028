-- Zendesk, incremental exports: response pages as JSON Lines, one row per public comment
-- of a ticket. docs/connect.md says more.
with

-- the documented fields that are read; those a file lacks are null
pages as (

    select
        unnest(from_json(to_json(file), '{
            "tickets": [{"requester_id": "VARCHAR"}],
            "users": [{"id": "VARCHAR", "role": "VARCHAR"}],
            "ticket_events": [{
                "ticket_id": "VARCHAR", "created_at": "VARCHAR",
                "child_events": [{
                    "id": "VARCHAR", "event_type": "VARCHAR", "public": "BOOLEAN",
                    "author_id": "VARCHAR", "created_at": "VARCHAR", "body": "VARCHAR",
                    "via": {"source": {"rel": "VARCHAR"}}
                }]
            }]
        }'))
    from file

),

updates as (

    select unnest(ticket_events) as change
    from pages

),

comments as (

    select
        change,
        unnest(change.child_events) as comment
    from updates

),

-- who is who: users say it themselves, and who requests is a customer
roles as (

    select
        person.id as author_id,
        case when person.role = 'end-user' then 'customer' else 'agent' end as author_type
    from (select unnest(users) as person from pages)
    where person.role is not null
    union all
    select
        ticket.requester_id as author_id,
        'customer' as author_type
    from (select unnest(tickets) as ticket from pages)
    where ticket.requester_id is not null

),

-- staff who request a ticket stay staff
authors as (

    select
        author_id,
        min(author_type) as author_type
    from roles
    group by author_id

)

select
    comment.id as message_id,
    coalesce(comment.created_at, change.created_at) as sent_at,
    change.ticket_id as ticket_id,
    case when comment.author_id = '-1' then 'bot' else authors.author_type end
        as author_type,
    comment.body as message_text
from comments
left join authors on comment.author_id = authors.author_id
where
    comment.event_type = 'Comment'
    and comment.public
    and comment.via.source.rel is distinct from 'merge'
order by sent_at, message_id
