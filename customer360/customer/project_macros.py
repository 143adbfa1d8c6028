"""The project's normalising macros, by name.

What a person types is so compared as staging compares what has landed, by one rule.
"""

import functools
from pathlib import Path

from customer360.paths import ROOT
from customer360.project_macros import Macro, render_macros

# each file uses those before it
FILES = (
    "portable/digits_only.sql",
    "normalized_text.sql",
    "normalized_email.sql",
    "calling_code.sql",
    "normalized_phone.sql",
    "normalized_social_handle.sql",
)


@functools.cache
def macros(root: Path = ROOT) -> dict[str, Macro]:
    """Return the macros of `FILES` by name; each renders SQL from SQL."""
    return render_macros(FILES, root)
