"""The slow way to features of customer service and of the loyalty programme."""

from decimal import Decimal

from proof.slow_past import Columns, Past, column, count, each, hours, last, mean, total
from proof.slow_records import Row

ENTITY = "crm/support_tickets"


def tickets(past: Past) -> Columns:
    """Tickets as they were known; a time still to come tells nothing."""
    known = past.known.states(ENTITY).values()
    ever = past.rows_by_customer(ENTITY, known, "opened_at")
    year = past.rows_by_customer(ENTITY, known, "opened_at", 365)

    def resolved(row: Row) -> Decimal | None:
        is_closed = past.is_over(row["closed_at"])
        return hours(row["opened_at"], row["closed_at"]) if is_closed else None

    def answered(row: Row) -> Decimal | None:
        at = row["first_responded_at"]
        return hours(row["opened_at"], at) if past.is_over(at) else None

    def rating(row: Row) -> int | None:
        is_known = row["closed_at"] is None or past.is_over(row["closed_at"])
        return row["satisfaction_rating"] if is_known else None

    return {
        "ticket_count_90d": count(
            past.rows_by_customer(ENTITY, known, "opened_at", 90)
        ),
        "ticket_count_365d": count(year),
        "open_ticket_count": total(ever, lambda row: int(resolved(row) is None)),
        "days_since_last_ticket": past.days_since_last(ever, "opened_at"),
        "ticket_resolution_hours_avg_365d": mean(year, resolved),
        "first_response_hours_avg_365d": mean(year, answered),
        "satisfaction_rating_avg_365d": mean(year, rating),
        "ticket_message_count_90d": count(
            past.by_customer(
                messages(past),
                lambda message: past.identifiers(ENTITY, message["ticket"]),
                lambda message: past.known.date(message["sent_at"]),
                90,
            )
        ),
    }


def messages(past: Past) -> list[Row]:
    """Return what customers wrote in tickets that are known, with the ticket."""
    known = past.known.states(ENTITY)
    return [
        {**row, "ticket": known[row["ticket_id"]]}
        for row in past.known.events("crm/support_messages")
        if row["author_type"] == "customer" and row["ticket_id"] in known
    ]


def loyalty(past: Past) -> Columns:
    """Points, coupons, and the last tier named."""
    entity = "crm/loyalty_events"
    moves = past.known.events(entity)
    tiers = [row for row in moves if row["tier"]]
    redeemed = [row for row in moves if row["event_type"] == "redeem"]
    ever = past.rows_by_customer(entity, moves, "occurred_at")
    year = past.rows_by_customer(entity, moves, "occurred_at", 365)
    tier = past.rows_by_customer(entity, tiers, "occurred_at")
    return {
        "loyalty_points_balance": total(
            ever,
            lambda row: _points(row, "join", "earn") - _points(row, "redeem", "expire"),
        ),
        "points_earned_sum_365d": total(year, lambda row: _points(row, "join", "earn")),
        "points_redeemed_sum_365d": total(year, lambda row: _points(row, "redeem")),
        "loyalty_tenure_days": column(
            each(
                ever,
                lambda mine: max(
                    past.days_ago(past.known.date(row["occurred_at"])) for row in mine
                ),
            ),
            None,
        ),
        "loyalty_tier": column(
            each(
                tier, lambda mine: last(mine, "occurred_at", "loyalty_event_id")["tier"]
            ),
            None,
        ),
        **{
            f"coupon_redemption_count_{days}d": count(
                past.rows_by_customer(entity, redeemed, "occurred_at", days)
            )
            for days in (90, 365)
        },
    }


def _points(row: Row, *event_types: str) -> Decimal:
    return (
        (row["points"] or Decimal(0))
        if row["event_type"] in event_types
        else Decimal(0)
    )
