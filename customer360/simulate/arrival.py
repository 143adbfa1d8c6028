"""From happened to arrived: delays, copies, disputes, gaps, broken rows.

Events may come in any order; versions of a state come in theirs, however late, and of
those of one night only the last: an exporter shows the state it finds.
"""

import numpy as np

from customer360.landing import Contract
from customer360.simulate.frame import MISSING, Frame, stacked
from customer360.simulate.rates import Rates
from customer360.simulate.settings import DAY, Settings
from customer360.simulate.streams import Ints, chance
from customer360.simulate.tables import AT, Table

SYNCED = "synced_at"
# beside the contract's columns: whether a row is a second copy, or broken
COPY, BROKEN = "_copy", "_broken"
EXPORT_HOUR, BATCH_SECONDS = 2, 300
LATEST_DAYS = 30.0
# of one day, at this share of the window, the tills' files come a week late
WEEK_LATE, WEEK_LATE_DAY = ("pos/transactions", "pos/transaction_lines"), 0.6
# optional columns that are now and then blank, and one that a disputed copy tells anew
MISSABLE = {
    "web/events": (
        "page_title",
        "engaged_seconds",
        "device_type",
        "country",
        "user_agent",
    ),
    "crm/contacts": ("birth_date", "postal_code", "city"),
    "crm/orders": ("tax_amount", "shipping_amount"),
    "crm/support_tickets": ("category", "priority", "product_id"),
    "crm/campaign_contacts": ("variant",),
    "pos/transactions": ("register_id", "payment_method", "tax_amount"),
    "catalog/products": ("brand", "cost_amount"),
    "marketing/ad_spend": ("impressions",),
    "iot/devices": ("model",),
    "iot/usage": ("metric_name",),
    "iot/locations": ("zone",),
    "catalog/reviews": ("title",),
    "social/engagements": ("campaign",),
}
DISPUTED = {
    "web/events": "engaged_seconds",
    "pos/transactions": "tax_amount",
    "crm/loyalty_events": "points",
    "iot/usage": "usage_minutes",
    "iot/locations": "dwell_seconds",
    "catalog/reviews": "rating",
}


def arrived(
    table: Table, contract: Contract, settings: Settings, rng: np.random.Generator
) -> Frame:
    """Return the rows that arrive before the end, in order of arrival.

    Adds `synced_at` (seconds after the start), `_copy` and `_broken`.
    """
    frame = table.frame.take(table.frame[AT] < settings.end)
    frame = frame.plus(**{SYNCED: _synced(table, frame, settings, rng)})
    rates = settings.rates
    is_state = contract.kind == "state"
    if is_state:
        frame = _in_order(frame, contract.key)
    frame = frame.plus(**_marks(frame, 0, 0))
    frame = _with_gaps(frame, table.entity, rates, rng)
    frame = stacked([frame, *_copies(frame, table.entity, is_state, rates, rng)])
    frame = stacked([frame, _broken(frame, contract, rates, rng)])
    frame = frame.take(frame[SYNCED] < settings.end)
    return frame.take(np.argsort(frame[SYNCED], kind="stable"))


def _synced(
    table: Table, frame: Frame, settings: Settings, rng: np.random.Generator
) -> Ints:
    """Return when each row is exported: within minutes or the next night, or late."""
    at, size = frame[AT], len(frame)
    if table.nightly:
        synced = (at // DAY + 1) * DAY + EXPORT_HOUR * 3600
    else:
        synced = (at // BATCH_SECONDS + 1) * BATCH_SECONDS + 30
    late = chance(rng, settings.rates.late_record, size)
    delay = (rng.random(size) ** 2 * LATEST_DAYS * DAY).astype(np.int64)
    synced = synced + np.where(late, delay, 0)
    if table.entity in WEEK_LATE:
        is_day = at // DAY == int(settings.days * WEEK_LATE_DAY)
        is_day &= chance(rng, settings.rates.week_late_file, size)
        synced = synced + np.where(is_day, 7 * DAY, 0)
    return synced


def _in_order(frame: Frame, key: str) -> Frame:
    """Let no version overtake the one before, and keep the last of each export."""
    order = np.lexsort((np.arange(len(frame)), frame[AT], frame[key]))
    frame = frame.take(order)
    changes = np.diff(frame[key], prepend=-1) != 0
    group = np.cumsum(changes)
    base = group << 41
    synced = np.maximum.accumulate(frame[SYNCED] + base) - base
    is_last = np.append((np.diff(synced) != 0) | (np.diff(group) != 0), True)
    return frame.plus(**{SYNCED: synced}).take(is_last[: len(frame)])


def _marks(frame: Frame, copy: int, broken: int) -> dict[str, Ints]:
    size = len(frame)
    return {COPY: np.full(size, copy), BROKEN: np.full(size, broken)}


def _with_gaps(
    frame: Frame, entity: str, rates: Rates, rng: np.random.Generator
) -> Frame:
    """Blank optional values here and there."""
    gaps = {}
    for name in MISSABLE.get(entity, ()):
        gone = chance(rng, rates.missing_value, len(frame))
        gaps[name] = np.where(gone, MISSING, frame[name])
    return frame.plus(**gaps)


def _copies(
    frame: Frame, entity: str, is_state: bool, rates: Rates, rng: np.random.Generator
) -> list[Frame]:
    """Return rows sent twice: a state's at once, an event's later, a few disputed."""
    again = frame.take(chance(rng, rates.duplicate_record, len(frame)))
    delay = 0 if is_state else rng.integers(60, 2 * DAY, len(again))
    copies = [again.plus(**{SYNCED: again[SYNCED] + delay, **_marks(again, 1, 0)})]
    if entity in DISPUTED:
        name = DISPUTED[entity]
        other = frame.take(chance(rng, rates.disputed_record, len(frame)))
        other = other.take(other[name] != MISSING)
        least = 1 if name == "rating" else MISSING + 1
        told = np.maximum(other[name] - 1, least)
        copies.append(
            other.plus(
                **{name: told, SYNCED: other[SYNCED] + DAY, **_marks(other, 1, 0)}
            )
        )
    return copies


def _broken(
    frame: Frame, contract: Contract, rates: Rates, rng: np.random.Generator
) -> Frame:
    """Return copies that lack a required value, as after an export that broke off."""
    count = int(len(frame) * rates.spoiled_record)
    rows = frame.take(rng.integers(0, max(len(frame), 1), count))
    required = [
        column.name
        for column in contract.columns
        if column.is_required and column.name != contract.key
    ]
    blank = np.full(count, MISSING) if required else None
    changes = {} if blank is None else {required[0]: blank}
    return rows.plus(**changes, **_marks(rows, 1, 1))
