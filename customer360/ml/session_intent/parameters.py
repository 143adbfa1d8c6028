"""What a fit learned, as names and numbers."""

from collections.abc import Iterator

from customer360.ml.classification import (
    calibration_parameters,
    champion_parameters,
)
from customer360.ml.session_intent.fitting import Fit


def fit_parameters(fit: Fit) -> Iterator[tuple[str, float]]:
    """Yield those of the champion, else of the rule."""
    if fit.champion is not None:
        yield from champion_parameters(fit.champion)
    elif fit.rule is not None:
        yield "order_share", fit.rule.share
        for kind, share in fit.rule.share_by_kind.items():
            yield f"order_share.{kind}", share
        yield from calibration_parameters(fit.calibration)
