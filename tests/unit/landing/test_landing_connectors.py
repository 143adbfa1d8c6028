"""Mappings of other systems' exports: what a file lacks is null, and no error."""

import json

import pytest

from customer360.paths import ROOT

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("mapping", "entity", "record"),
    [
        (
            "ga4_web_events",
            "web/events",
            {"event_timestamp": 1772186400000000, "event_name": "x", "platform": "IOS"},
        ),
        (
            "segment_web_events",
            "web/events",
            {"type": "page", "messageId": "m", "timestamp": "2026-02-27T10:00:00Z"},
        ),
        (
            "shopify_crm_orders",
            "crm/orders",
            {"id": 1, "created_at": "2026-02-27T10:00:00Z", "total_price": "1.00"},
        ),
        (
            "zendesk_crm_support_tickets",
            "crm/support_tickets",
            {"tickets": [{"id": 1, "status": "new", "created_at": "2026-02-27"}]},
        ),
    ],
)
def test_a_file_may_lack_every_field_that_no_contract_requires(
    land, write, mapping, entity, record
):
    file = write("export.jsonl", json.dumps(record) + "\n")
    landed = land(entity, file, mapping=ROOT / f"mappings/{mapping}.sql")
    assert (landed.entry.row_count, landed.entry.quarantined_count) == (1, 0)
