"""What can be wrong with a folder of rules, or with trying them."""

from customer360.errors import C360Error


class IdentityDiffError(C360Error):
    """Rules that are none, or that the build they are tried on cannot take."""
