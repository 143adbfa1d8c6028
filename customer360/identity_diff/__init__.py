"""What other rules would make of the customers of the latest build; nothing changes."""

from customer360.identity_diff.errors import IdentityDiffError

__all__ = ["IdentityDiffError"]
