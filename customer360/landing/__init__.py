"""Files in: contracts, mapping, validation, quarantine, manifest."""

from customer360.landing.batch import Result, land_requests
from customer360.landing.contracts import Contract, contract_of, read_contracts
from customer360.landing.errors import LandingError
from customer360.landing.inboxes import land_folder, land_inboxes
from customer360.landing.job import Landed, Request
from customer360.landing.land import land_file
from customer360.landing.manifest import ManifestEntry, read_manifest
from customer360.landing.withdraw import withdraw_file

__all__ = [
    "Contract",
    "Landed",
    "LandingError",
    "ManifestEntry",
    "Request",
    "Result",
    "contract_of",
    "land_file",
    "land_folder",
    "land_inboxes",
    "land_requests",
    "read_contracts",
    "read_manifest",
    "withdraw_file",
]
