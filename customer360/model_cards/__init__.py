"""Model cards: what each model asks, reads, gives and cannot do, from where it stands.

`python -m customer360.model_cards` writes docs/models/<model>.md; with `--warehouse W
--out DIR` the cards go to DIR, with the figures of W's build.
"""

from customer360.model_cards.cards import FOLDER, cards
from customer360.model_cards.figures import with_figures

__all__ = ["FOLDER", "cards", "with_figures"]
