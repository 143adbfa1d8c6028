"""What can keep a report from being written."""

from customer360.errors import C360Error


class ReportError(C360Error):
    """The report cannot be made from this build, or not be written there."""
