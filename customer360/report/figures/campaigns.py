"""What campaigns brought, beside those who were chosen and held back."""

from pathlib import Path

import pandas as pd

from customer360.report.build import Build

# days after a message that an order still counts as an answer
WINDOW_DAYS = 14

# the row of all channels
ALL = "all"

NO_TRUTH = """(
    select
        cast(null as varchar) as campaign,
        cast(null as double) as true_uplift_probability
    where false
)"""

_ANSWERS = f"""
with

contacts as (

    select
        campaign_contact_id,
        customer_id,
        campaign,
        coalesce(channel, 'unknown') as channel,
        sent_at,
        coalesce(is_control, false) as is_control,
        opened_at,
        clicked_at
    from marts.fct_campaign_contacts
    where
        customer_id is not null
        and sent_at < cast($as_of_date as timestamp) - interval {WINDOW_DAYS} day

),

answers as (

    select
        contacts.campaign_contact_id,
        sum(fct_orders.order_amount) as revenue
    from contacts
    inner join marts.fct_orders
        on contacts.customer_id = fct_orders.customer_id
        and fct_orders.ordered_at >= contacts.sent_at
        and fct_orders.ordered_at < contacts.sent_at + interval {WINDOW_DAYS} day
    group by contacts.campaign_contact_id

),

judged as (

    select
        contacts.*,
        answers.campaign_contact_id is not null as has_ordered,
        cast(coalesce(answers.revenue, 0) as double) as revenue,
        truth.true_uplift_probability
    from contacts
    left join {{truth}} as truth on contacts.campaign = truth.campaign
    left join answers
        on contacts.campaign_contact_id = answers.campaign_contact_id

)
"""


def by_channel(build: Build, truth: Path | None = None) -> pd.DataFrame:
    """Return messages, answers and those of the control, a channel; `all` is first.

    Columns channel, campaign_count, sent_count, opened_share, clicked_share,
    ordered_share, control_count, control_ordered_share, uplift, uplift_error (standard
    error), true_uplift (null without `truth`, a folder of `c360 simulate`),
    extra_revenue: of all contacted, at the uplift in revenue a contact.
    """
    files = sorted(truth.glob("campaigns/*.parquet")) if truth else []
    given = {"files": [str(path) for path in files]} if files else {}
    known = "read_parquet($files)" if files else NO_TRUTH
    rows = build.frame(
        _ANSWERS.format(truth=known)
        + f"""
        select
            case when grouping(channel) = 1 then '{ALL}' else channel end as channel,
            count(distinct campaign) as campaign_count,
            count(*) filter (where not is_control) as sent_count,
            count(opened_at) filter (where not is_control) as opened_count,
            count(clicked_at) filter (where not is_control) as clicked_count,
            avg(has_ordered::int) filter (where not is_control) as ordered_share,
            count(*) filter (where is_control) as control_count,
            avg(has_ordered::int) filter (where is_control) as control_ordered_share,
            avg(revenue) filter (where not is_control) as revenue_mean,
            avg(revenue) filter (where is_control) as control_revenue_mean,
            avg(true_uplift_probability) filter (where not is_control) as true_uplift
        from judged
        group by grouping sets ((), (channel))
        having count(*) > 0
        order by grouping(channel) desc, sent_count desc, channel
        """,
        **given,
    )
    return _compared(rows)


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    rows["opened_share"] = rows["opened_count"] / rows["sent_count"]
    rows["clicked_share"] = rows["clicked_count"] / rows["sent_count"]
    ours, theirs = rows["ordered_share"], rows["control_ordered_share"]
    rows["uplift"] = ours - theirs
    variance = ours * (1 - ours) / rows["sent_count"]
    variance += theirs * (1 - theirs) / rows["control_count"]
    rows["uplift_error"] = variance**0.5
    more = rows["revenue_mean"] - rows["control_revenue_mean"]
    rows["extra_revenue"] = more * rows["sent_count"]
    return rows
