"""Swaps audited versions in for readers.

A version is a folder, written whole and then pointed to: readers who opened the last
one keep it, readers who open now get the new one, and nobody sees half of either.
"""

from customer360.publish.errors import PublishError
from customer360.publish.publisher import publish, rollback
from customer360.publish.versions import Version, published_version

__all__ = ["PublishError", "Version", "publish", "published_version", "rollback"]
