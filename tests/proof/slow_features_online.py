"""The slow way to features of web, app, social networks, campaigns and reviews."""

import datetime as dt
from collections import defaultdict

from proof.slow_identity import Identifier, identifiers_of, is_blocked
from proof.slow_past import (
    EVER,
    Columns,
    Members,
    Past,
    column,
    count,
    each,
    last,
    mean,
    share,
    total,
)
from proof.slow_records import Row, contracts

SILENCE = dt.timedelta(minutes=30)
Visit = list[Row]


def visits(past: Past) -> Columns:
    """Visits, and what was done in them."""
    made = sessions(past.known.events("web/events"))

    def within(days: int) -> dict:
        return past.by_customer(
            made, identifiers_inside, lambda visit: visit_date(past, visit), days
        )

    ever, quarter = within(EVER), within(90)
    with_cart = each(
        quarter, lambda mine: [visit for visit in mine if has(visit, "add_to_cart")]
    )
    return {
        "session_count_30d": count(within(30)),
        "session_count_90d": count(quarter),
        "session_count_365d": count(within(365)),
        "app_session_share_90d": share(
            quarter, lambda visit: visit[0]["platform"] in ("ios", "android")
        ),
        "page_view_count_90d": total(quarter, lambda v: has(v, "page_view")),
        "product_view_count_90d": total(quarter, lambda v: has(v, "product_view")),
        "search_count_90d": total(quarter, lambda v: has(v, "search")),
        "cart_count_90d": total(quarter, lambda v: has(v, "add_to_cart")),
        "cart_abandonment_share_90d": share(
            with_cart, lambda visit: not has(visit, "purchase")
        ),
        "session_duration_seconds_avg_90d": mean(quarter, seconds),
        "days_since_last_session": column(
            each(
                ever,
                lambda mine: min(past.days_ago(visit_date(past, v)) for v in mine),
            ),
            None,
        ),
    }


def sessions(events: list[Row]) -> list[Visit]:
    """Cut the events of each visitor at half an hour's silence or another account."""
    found: list[Visit] = []
    by_visitor: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(events, key=lambda row: (row["event_at"], row["event_id"])):
        if visitor := row["anonymous_id"] or row["user_id"]:
            by_visitor[visitor].append(row)
    for rows in by_visitor.values():
        found.append([])
        account, before = None, rows[0]["event_at"]
        for row in rows:
            is_silent = row["event_at"] - before > SILENCE
            account = None if is_silent else account
            is_other = bool(row["user_id"] and account and row["user_id"] != account)
            if is_silent or is_other:
                found.append([])
            found[-1].append(row)
            account, before = row["user_id"] or account, row["event_at"]
    return found


def visit_date(past: Past, visit: Visit) -> dt.date:
    """Return the day a visit began on."""
    return past.known.date(visit[0]["event_at"])


def has(visit: Visit, event_name: str) -> int:
    """Return how many events of a name a visit has."""
    return sum(row["event_name"] == event_name for row in visit)


def seconds(visit: Visit) -> int:
    """Return the seconds from the first event of a visit to its last."""
    return int((visit[-1]["event_at"] - visit[0]["event_at"]).total_seconds())


def identifiers_inside(visit: Visit) -> list[Identifier]:
    """Return the strongest identifiers of a visit: the last of each kind by name."""
    contract = contracts()["web/events"]
    found = {each for row in visit for each in identifiers_of(row, contract)}
    kinds = ["user_id", "email", "anonymous_id"]
    values = [max((v for k, v in found if k == kind), default=None) for kind in kinds]
    return [(k, v) for k, v in zip(kinds, values, strict=True) if v]


def campaigns(past: Past) -> Columns:
    """Messages, what became of them, and who wants no more of them."""
    entity = "crm/campaign_contacts"
    sent = [row for row in past.known.states(entity).values() if not row["is_control"]]
    year = past.rows_by_customer(entity, sent, "sent_at", 365)
    arrived = each(
        year, lambda mine: [r for r in mine if not past.is_over(r["bounced_at"])]
    )
    return {
        "campaign_contact_count_90d": count(
            past.rows_by_customer(entity, sent, "sent_at", 90)
        ),
        "campaign_open_share_365d": share(
            arrived, lambda row: past.is_over(row["opened_at"])
        ),
        "campaign_click_share_365d": share(
            arrived, lambda row: past.is_over(row["clicked_at"])
        ),
        "is_unsubscribed": _unsubscribed(past, sent),
    }


def _unsubscribed(past: Past, sent: list[Row]) -> defaultdict:
    ended = [row for row in sent if past.is_over(row["unsubscribed_at"])]
    granted = [
        row
        for row in past.known.events("crm/consents")
        if row["purpose"] == "marketing" and row["is_granted"]
    ]
    no = past.rows_by_customer("crm/campaign_contacts", ended, "unsubscribed_at")
    yes = past.rows_by_customer("crm/consents", granted, "changed_at")
    return column(
        {
            members: all(
                consent["changed_at"] <= max(row["unsubscribed_at"] for row in mine)
                for consent in yes.get(members, [])
            )
            for members, mine in no.items()
        },
        False,
    )


def posts(past: Past) -> Columns:
    """Engagements on social networks, and product reviews."""
    entity = "social/engagements"
    engaged = past.known.events(entity)
    messages = [row for row in engaged if row["engagement_type"] == "message"]
    written = past.known.events("catalog/reviews")
    year = past.rows_by_customer("catalog/reviews", written, "reviewed_at", 365)
    return {
        "social_engagement_count_90d": count(
            past.rows_by_customer(entity, engaged, "engaged_at", 90)
        ),
        "social_message_count_365d": count(
            past.rows_by_customer(entity, messages, "engaged_at", 365)
        ),
        "days_since_last_social_engagement": past.days_since_last(
            past.rows_by_customer(entity, engaged, "engaged_at"), "engaged_at"
        ),
        "review_count_365d": count(year),
        "review_rating_avg_365d": mean(year, lambda row: row["rating"]),
        "low_rating_count_365d": total(year, lambda row: int(row["rating"] in (1, 2))),
    }


def choices(past: Past) -> Columns:
    """Whether the last word on marketing was yes, and there is an address."""
    words = [
        row
        for row in past.known.events("crm/consents")
        if row["purpose"] == "marketing"
    ]
    word = past.rows_by_customer("crm/consents", words, "changed_at")
    yes = each(word, lambda mine: last(mine, "changed_at", "consent_id")["is_granted"])
    gone, given = _deleted(past), _on_contacts(past)
    return {
        f"is_{name}_contactable": column(
            {
                members: is_yes
                and any(kind == each for each, _ in (members - gone) | given[members])
                for members, is_yes in yes.items()
            },
            False,
        )
        for name, kind in (("email", "email"), ("sms", "phone"))
    }


def _deleted(past: Past) -> set[Identifier]:
    """Return what deleted contacts had said, and no other contact says."""
    contract = contracts()["crm/contacts"]
    now = past.known.states("crm/contacts")
    gone, live = set(), set()
    for row in past.known.versions("crm/contacts"):
        if now[row["contact_id"]]["is_deleted"]:
            gone.update(identifiers_of(row, contract))
    for row in now.values():
        if not row["is_deleted"]:
            live.update(identifiers_of(row, contract))
    return gone - live


def _on_contacts(past: Past) -> dict[Members, set[Identifier]]:
    """Return, by whose they are, what contacts that are not deleted say now."""
    contract = contracts()["crm/contacts"]
    found: dict[Members, set[Identifier]] = defaultdict(set)
    for row in past.known.states("crm/contacts").values():
        said = identifiers_of(row, contract)
        customer = past.identity.customer_of(said)
        if customer and not row["is_deleted"]:
            found[customer].update(each for each in said if not is_blocked(each))
    return found
