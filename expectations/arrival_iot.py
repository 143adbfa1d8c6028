"""What arrives from devices: who has which, how they are used, where they are seen."""

from expectations.arriving import Arrival, suite_of

DEVICES = Arrival(
    "iot/devices",
    identified=0.99,
    kinds={"device_type": ()},
    refers={"contact_id": "crm/contacts"},
)

USAGE = Arrival(
    "iot/usage",
    filled={"usage_minutes": 0.2},
    kinds={"metric_name": ()},
    refers={"device_id": "iot/devices"},
)

LOCATIONS = Arrival(
    "iot/locations",
    filled={"latitude": 0.5, "longitude": 0.5},
    refers={"device_id": "iot/devices", "store_id": "pos/stores"},
)

SUITES = tuple(map(suite_of, (DEVICES, USAGE, LOCATIONS)))
