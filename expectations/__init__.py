"""What the data must look like, as Great Expectations suites: distributions only.

`arrival_*` suites look at what has just landed, the others at what would leave. Keys,
nulls and relations of whole tables are dbt's tests; a suite that fails keeps its build
from being published.
"""

import os

# before great_expectations is imported anywhere: it would report its use
os.environ["GX_ANALYTICS_ENABLED"] = "false"

from expectations.runner import check_build
from expectations.suites import SUITE_NAMES, SUITES
from expectations.verdicts import Verdict

__all__ = ["SUITES", "SUITE_NAMES", "Verdict", "check_build"]
