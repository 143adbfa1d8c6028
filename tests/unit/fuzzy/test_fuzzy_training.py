"""Training on contacts whose truth is drawn here."""

import duckdb
import numpy as np
import pytest

from customer360.fuzzy.comparisons import blocking_keys, comparisons
from customer360.fuzzy.parameters import PRIOR, Parameter
from customer360.fuzzy.training import Settings, train

pytestmark = pytest.mark.unit

PEOPLE, TWICE = 400, 120
KNOWN = Parameter("phone", "same", 0.5, 0.25)


@pytest.fixture(scope="module")
def learnt() -> dict[tuple[str, str], Parameter]:
    """Learn from 400 people of whom 120 are there twice, one in five mistyped."""
    rng = np.random.default_rng(3)
    people = [
        {
            "first_name": f"first{rng.integers(40):02}",
            "last_name": f"last{rng.integers(60):02}",
            "birth_date": f"19{rng.integers(50, 99)}-0{rng.integers(1, 9)}-"
            f"{rng.integers(10, 28)}",
            "postal_code": str(1000 + rng.integers(300)),
        }
        for _ in range(PEOPLE)
    ]
    again = [dict(person) for person in people[:TWICE]]
    for person in again:
        if rng.random() < 0.2:
            person["last_name"] = "typed otherwise"
    with duckdb.connect() as connection:
        connection.execute("""
            create table contacts (
                row_number integer, first_name varchar, last_name varchar,
                birth_date varchar, street varchar, postal_code varchar, city varchar,
                email varchar, mailbox varchar, phone varchar, national_id varchar
            )
        """)
        for number, person in enumerate(people + again):
            connection.execute(
                "insert into contacts by name select "
                + ", ".join(f"${name} as {name}" for name in person)
                + f", {number} as row_number",
                person,
            )
        known = {(KNOWN.comparison, KNOWN.level): KNOWN}
        keys = blocking_keys()
        found = train(connection, comparisons(), keys, known, Settings(max_pairs=1e6))
    return {(each.comparison, each.level): each for each in found}


def test_the_prior_is_the_share_of_pairs_that_are_one_person(learnt) -> None:
    count = PEOPLE + TWICE
    true = TWICE / (count * (count - 1) / 2)
    assert learnt[PRIOR].m_probability == pytest.approx(true, rel=0.1)


def test_how_often_names_are_mistyped_is_found(learnt) -> None:
    assert learnt["last_name", "same"].m_probability == pytest.approx(0.8, abs=0.08)
    assert learnt["first_name", "same"].m_probability > 0.95


def test_pairs_of_one_person_do_not_count_as_chance(learnt) -> None:
    # by chance one pair in 40, and one in 7,056 without those who are there twice
    assert learnt["first_name", "same"].u_probability == pytest.approx(1 / 40, rel=0.2)
    assert learnt["birth_date", "same"].u_probability < 3e-4


def test_of_what_contacts_do_not_say_what_was_known_stays(learnt) -> None:
    assert learnt["phone", "same"] == KNOWN
