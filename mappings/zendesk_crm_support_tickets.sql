-- Zendesk, incremental exports: response pages as JSON Lines, one row per ticket as it
-- stood when it was exported, with its requester. docs/connect.md says more.
with

-- the documented fields that are read; those a file lacks are null
pages as (

    select
        unnest(from_json(to_json(file), '{
            "tickets": [{
                "id": "VARCHAR", "requester_id": "VARCHAR", "status": "VARCHAR",
                "type": "VARCHAR", "priority": "VARCHAR", "tags": ["VARCHAR"],
                "created_at": "VARCHAR", "updated_at": "VARCHAR",
                "via": {"channel": "VARCHAR"},
                "satisfaction_rating": {"score": "VARCHAR"}
            }],
            "users": [{
                "id": "VARCHAR", "role": "VARCHAR", "updated_at": "VARCHAR",
                "external_id": "VARCHAR", "email": "VARCHAR", "phone": "VARCHAR"
            }],
            "metric_sets": [{
                "ticket_id": "VARCHAR", "updated_at": "VARCHAR", "solved_at": "VARCHAR",
                "reply_time_in_minutes": {"calendar": "BIGINT"}
            }]
        }'))
    from file

),

tickets as (

    select
        ticket,
        ticket.via.channel as via
    from (select unnest(tickets) as ticket from pages)

),

-- a user comes with each page that mentions them: the last copy of each
requesters as (

    select arg_max(requester, coalesce(requester.updated_at, '')) as requester
    from (select unnest(users) as requester from pages)
    group by requester.id

),

metrics as (

    select arg_max(metric, coalesce(metric.updated_at, '')) as metric
    from (select unnest(metric_sets) as metric from pages)
    group by metric.ticket_id

)

select
    ticket.id as ticket_id,
    ticket.created_at as opened_at,
    try_cast(ticket.created_at as timestamptz)
        + to_minutes(metric.reply_time_in_minutes.calendar) as first_responded_at,
    -- solved and opened again is open
    case
        when ticket.status in ('solved', 'closed')
            then coalesce(metric.solved_at, ticket.updated_at)
    end as closed_at,
    'zendesk:' || ticket.requester_id as contact_id,
    requester.external_id as user_id,
    requester.email as email,
    requester.phone as phone,
    case
        when via like '%phone%' or via like '%voice%' then 'phone'
        when
            via = 'any_channel'
            or regexp_matches(via, 'twitter|facebook|instagram|tiktok')
            then 'social'
        when regexp_matches(via, 'chat|messag|sms|whatsapp|telegram|viber|^line$')
            then 'chat'
        -- forms and the API too: the answer goes by e-mail
        else 'email'
    end as channel,
    case
        when list_contains(ticket.tags, 'closed_by_merge') then 'merged'
        else ticket.type
    end as category,
    ticket.priority as priority,
    -- offered and unoffered are no ratings
    case
        when ticket.satisfaction_rating.score like 'good%' then 5
        when ticket.satisfaction_rating.score like 'bad%' then 1
    end as satisfaction_rating,
    ticket.updated_at as updated_at
from tickets
left join requesters on ticket.requester_id = requester.id
left join metrics on ticket.id = metric.ticket_id
where
    ticket.status <> 'deleted'
    and coalesce(requester.role, 'end-user') = 'end-user'
order by ticket.updated_at, ticket.id
