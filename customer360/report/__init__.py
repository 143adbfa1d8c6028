"""report.html: one self-contained file with what a manager asks of a build."""

from customer360.report.errors import ReportError

__all__ = ["ReportError"]
