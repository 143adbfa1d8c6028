"""Where the history of the build before is kept: anywhere, or nowhere."""

from collections.abc import Sequence
from typing import Protocol

from customer360.identity.carry import History


class Keeping(Protocol):
    """Gives back the history that was kept last, or None."""

    def before(self, rule_names: Sequence[str]) -> History | None:
        """Return it, with the codes that the rules have now."""
        ...

    def keep(self, found: History, rule_names: Sequence[str]) -> None:
        """Keep a history whose rules have these names, by code."""
        ...


class Nowhere:
    """Keeps nothing: every history is solved from its first day."""

    def before(self, rule_names: Sequence[str]) -> History | None:
        """Return None."""
        del rule_names
        return None

    def keep(self, found: History, rule_names: Sequence[str]) -> None:
        """Forget it."""


NOTHING_KEPT = Nowhere()
