"""Will a customer order in the next days? What churn and purchase intent share.

    walk(features, labels, question, settings, fits) -> Step, one a fit date
    outcome_log_odds(fit, rows, inputs, question)
    outcome_parts(fit, rows, inputs, question)
    choice_rows(model_name, steps) -> CHOICE_COLUMNS

Inputs are made comparable between customers and dates (`inputs`), BG/NBD tells what
the rhythm of orders alone says (`silence`), and a fit takes the best that its labels
allow (`fitting`, on `customer360.ml.classification`).
"""

from customer360.ml.next_order.fitting import (
    Fit,
    Question,
    Settings,
    fit,
    outcome_log_odds,
    outcome_parts,
)
from customer360.ml.next_order.walk import Step, choice_rows, walk

__all__ = [
    "Fit",
    "Question",
    "Settings",
    "Step",
    "choice_rows",
    "fit",
    "outcome_log_odds",
    "outcome_parts",
    "walk",
]
