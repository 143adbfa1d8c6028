"""What one customer did on every channel, newest first; small things are folded."""

from customer360.customer.marts import Marts, Row

# orders and the like stand alone; clicks, pings and minutes of a day are one line
FOLDED = (
    *("search", "add_to_cart", "ticket_message"),
    *("device_use", "store_visit", "location_ping"),
)

_TIMELINE = """
with

done as (

    select
        *,
        case when activity_type in {folded} then activity_date::varchar
            else activity_id end as line
    from fct_activities
    where customer_id = $id

),

newest_lines as (

    select
        line,
        activity_type,
        channel,
        store_id,
        max(activity_at) as happened_at,
        count(*) as activity_count,
        sum(revenue_amount) as amount,
        {seconds} as seconds,
        list(distinct activity_id) as activity_ids,
        list(distinct product_id) filter (product_id is not null) as product_ids
    from done
    group by line, activity_type, channel, store_id
    order by happened_at desc, activity_type, line, channel, store_id
    limit $limit

),

products as (

    select activity_id, product_id
    from newest_lines, unnest(activity_ids) as each_activity(activity_id)
    inner join fct_order_lines on fct_order_lines.order_id = activity_id
    union
    select activity_ids[1], product_id
    from newest_lines, unnest(product_ids) as each_product(product_id)

),

named_products as (

    select
        products.activity_id,
        list(
            coalesce(dim_products.product_name, 'product ' || products.product_id)
            order by products.product_id
        ) as product_names
    from products
    left join dim_products on products.product_id = dim_products.product_id
    group by products.activity_id

),

details as (

    select 'campaign:' || campaign_contact_id as activity_id,
        concat_ws(', ', campaign,
            case when is_control then 'held back' end,
            case when clicked_at is not null then 'clicked'
                when opened_at is not null then 'opened' end,
            case when unsubscribed_at is not null then 'unsubscribed' end,
            case when bounced_at is not null then 'bounced' end) as detail
    from fct_campaign_contacts where customer_id = $id
    union all
    select 'ticket:' || ticket_id,
        concat_ws(', ', category,
            case when closed_at is null then 'open' else 'closed' end,
            'rated ' || satisfaction_rating)
    from fct_support_tickets where customer_id = $id
    union all
    select 'loyalty:' || loyalty_event_id,
        concat_ws(', ', format('{{:,}} points', points::bigint), tier)
    from fct_loyalty_events where customer_id = $id
    union all
    select 'session:' || session_id,
        concat_ws(', ',
            page_view_count || case when page_view_count = 1 then ' page'
                else ' pages' end,
            case when has_cart then 'cart' end, case when has_order then 'order' end,
            utm_campaign)
    from fct_sessions where customer_id = $id
    union all
    select order_id, status from fct_orders where customer_id = $id

)

select
    newest_lines.happened_at,
    newest_lines.channel,
    newest_lines.activity_type,
    newest_lines.activity_count,
    newest_lines.amount,
    newest_lines.seconds,
    details.detail,
    named_products.product_names,
    coalesce(dim_stores.store_name, newest_lines.store_id) as store
from newest_lines
left join details on details.activity_id = newest_lines.activity_ids[1]
left join named_products on named_products.activity_id = newest_lines.activity_ids[1]
left join dim_stores on newest_lines.store_id = dim_stores.store_id
order by happened_at desc, activity_type, line, channel, newest_lines.store_id
"""


def timeline(marts: Marts, customer_id: str, limit: int) -> list[Row]:
    """Return up to `limit` lines: when, channel, what, how often, amount, where.

    Times are UTC; `seconds` is how long a visit or use took, null where nobody
    measured it.
    """
    has_seconds = "duration_seconds" in marts.columns("fct_activities")
    seconds = "sum(duration_seconds)" if has_seconds else "null::bigint"
    return marts.rows(
        _TIMELINE.format(folded=FOLDED, seconds=seconds),
        {"id": customer_id, "limit": limit},
    )
