"""A published version of four people, made by hand."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from marts_by_contract import make_marts

from customer360.customer.command import look_up
from customer360.customer.typed import identifier_id
from customer360.customer.view import View

SALT = "pepper"
IDENTIFIERS = [
    ("email", "anna@x.com", "anna", False),
    ("phone", "15550102030", "anna", False),
    ("social_handle", "chirp:anna", "anna", False),
    ("loyalty_id", "4711", "anna", False),
    ("contact_id", "4711", "ben", False),
    ("email", "ben@x.com", "ben", False),
    ("social_handle", "chirp:twin", "ben", False),
    ("social_handle", "photo:twin", "anna", False),
    ("email", "kiosk@shop.com", None, False),
    ("email", "test@test.com", None, True),
    ("anonymous_id", "cookie-1", None, False),
]
SEEN = {"first_seen_at": "2026-01-01", "last_seen_at": "2026-04-01"}
WIDE = {
    "as_of_date": "2026-05-01",
    "last_seen_at": "2026-04-30 10:00:00",
    "order_count": 3,
    "order_amount_sum": 150,
    "order_amount_avg": 50,
    "order_amount_sum_365d": 150,
    "last_order_at": "2026-04-20",
    "days_since_last_order": 11,
    "session_count_90d": 2,
    "ticket_count_365d": 0,
    "channels": "store,web",
    "preferred_channel": "store",
    "segment_number": 1,
    "segment_name": "champions",
    "churn_probability": 0.2345,
    "churn_decile": 4,
    "churn_reason_1": "no order for 11 days (lowers the risk)",
    "alive_probability": 0.97,
    "expected_order_count_365d": 9.5,
    "expected_revenue_365d_amount": 470.0,
}


def activity(key: str, at: str, kind: str, channel: str, **more: Any) -> dict[str, Any]:
    return {
        "activity_id": key,
        "customer_id": "anna",
        "activity_at": at,
        "activity_date": at[:10],
        "activity_type": kind,
        "channel": channel,
        "revenue_amount": 0,
        **more,
    }


ROWS = {
    "dim_customers": [
        {
            "customer_id": "anna",
            "email": "anna@x.com",
            "phone": "15550102030",
            "first_name": "Anna",
            "last_name": "[b]Meyer[/b]",
            "created_at": "2026-01-01",
        },
        {"customer_id": "ben", "email": "ben@x.com"},
    ],
    "customer_360": [{"customer_id": "anna", **WIDE}],
    "customer_health": [
        {
            "customer_id": "anna",
            "purchase_7d_probability": 0.25,
            "purchase_30d_probability": 0.5,
            "previous_as_of_date": "2026-04-01",
            "what_changed": "spend of 90 days up from 50 to 150",
            "next_step": "Keep in the regular e-mail.",
            "next_step_reason": "Nothing is out of the ordinary.",
        }
    ],
    "dim_customer_identifiers": [
        {
            "identifier_id": identifier_id(SALT, kind, value),
            "identifier_type": kind,
            "identifier_value": value,
            "customer_id": owner,
            "is_blocked": is_blocked,
            **SEEN,
        }
        for kind, value, owner, is_blocked in IDENTIFIERS
    ],
    "dim_customer_id_changes": [
        {
            "retired_customer_id": "ann",
            "customer_id": "anna",
            "changed_at": "2026-02-01",
            "reason": "merged",
        },
        {
            "retired_customer_id": "ghost",
            "changed_at": "2026-02-01",
            "reason": "no longer a customer",
        },
    ],
    "fct_activities": [
        activity("o1", "2026-04-20 12:00:00", "order", "store", revenue_amount=50),
        activity("ping:1", "2026-04-30 09:00:00", "location_ping", "device"),
        activity("ping:2", "2026-04-30 10:00:00", "location_ping", "device"),
        activity("ping:3", "2026-04-29 10:00:00", "location_ping", "device"),
    ],
    "fct_orders": [{"order_id": "o1", "customer_id": "anna", "status": "completed"}],
    "fct_order_lines": [
        {"order_line_id": "l1", "order_id": "o1", "product_id": "p1"},
        {"order_line_id": "l2", "order_id": "o1", "product_id": "p2"},
    ],
    "dim_products": [{"product_id": "p1", "product_name": "Kettle"}],
}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a version, personal columns plain; made once."""
    folder = tmp_path_factory.mktemp("version")
    said = {"personal_columns": "plain", "published_at": "2026"}
    (folder / "manifest.json").write_text(json.dumps(said))
    with duckdb.connect(str(folder / "marts.duckdb")) as connection:
        make_marts(connection, "main", ROWS)
    return folder


@pytest.fixture
def warehouse(published: Path, tmp_path: Path) -> Path:
    """Return a warehouse in which that version is published."""
    shutil.copytree(published, tmp_path / "versions" / "v1")
    (tmp_path / "published").symlink_to("versions/v1")
    return tmp_path


@pytest.fixture
def hidden(warehouse: Path) -> Callable[[str, str], None]:
    """Return a call that says how personal columns left, and does that to them."""

    def hide(treatment: str, change: str) -> None:
        folder = warehouse / "versions" / "v1"
        said = {"personal_columns": treatment, "published_at": "2026"}
        (folder / "manifest.json").write_text(json.dumps(said))
        with duckdb.connect(str(folder / "marts.duckdb")) as connection:
            connection.execute(change)

    return hide


@pytest.fixture
def seen(warehouse: Path) -> Callable[..., View]:
    """Return a call that looks somebody up in that warehouse."""

    def look(text: str, kind: str | None = None, limit: int = 30) -> View:
        return look_up(warehouse, text, kind, limit)

    return look
