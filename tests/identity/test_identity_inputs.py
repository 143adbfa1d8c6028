"""Tables that do not fit together are errors, said at once."""

import pytest
from story import Story

from customer360.identity import Edges, Rules, solve

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("edges", "conflicts", "message"),
    [
        (Edges([0], [7], [1], [1]), None, "edge identifier outside 0..1"),
        (Edges([0], [1], [1], [1]), [(0, 7)], "never-link identifier outside 0..1"),
        (Edges([0], [1], [1], [1]), [(1, 1)], "names one identifier twice"),
    ],
)
def test_an_index_outside_the_tables_is_an_error(edges, conflicts, message):
    story = Story(["email:e", "phone:p"])
    with pytest.raises(ValueError, match=message):
        solve(story.identifiers(), edges, story.rules, conflicts)


def test_malformed_tables_are_errors():
    with pytest.raises(ValueError, match="columns differ in length"):
        Edges([0, 1], [1], [1], [1])
    with pytest.raises(ValueError, match="at least 1"):
        Rules([0], [True], [0], [-1])
