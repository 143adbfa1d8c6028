"""What stops the checking itself, rather than a build."""

from customer360.errors import C360Error


class ExpectationError(C360Error):
    """There is no build to check, or a suite speaks of what is not there."""
