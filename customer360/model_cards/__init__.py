"""Model cards: what each model asks, reads, gives and cannot do, from where it stands.

`python -m customer360.model_cards` writes docs/models/<model>.md. With `--warehouse
data/demo/warehouse` the figures and pictures of `c360 demo` are written anew; with
`--warehouse W --out DIR` the cards of any build W go to DIR.
"""

from customer360.model_cards.cards import FOLDER, cards
from customer360.model_cards.whole import with_figures

__all__ = ["FOLDER", "cards", "with_figures"]
