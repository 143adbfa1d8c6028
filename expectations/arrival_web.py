"""What arrives from the web site and the apps."""

from expectations.arriving import Arrival, suite_of

EVENTS = Arrival(
    "web/events",
    identified=0.9,
    filled={"product_id": 0.02, "page_url": 0.2},
    kinds={"event_name": (), "device_type": ("desktop", "mobile", "tablet")},
    refers={"product_id": "catalog/products"},
)

SUITES = (suite_of(EVENTS),)
