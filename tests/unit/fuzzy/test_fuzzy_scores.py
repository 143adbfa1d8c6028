"""Our comparisons and weights beside Splink's, and what training does without data."""

import sys

import duckdb
import pytest

from customer360.fuzzy import FuzzyError
from customer360.fuzzy.command import SEED
from customer360.fuzzy.comparisons import FILES, blocking_keys, comparisons
from customer360.fuzzy.linker import new_linker
from customer360.fuzzy.parameters import PRIOR, read_parameters, write_parameters
from customer360.fuzzy.training import train
from customer360.paths import ROOT
from customer360.project_macros import render_macros

pytestmark = pytest.mark.unit

COLUMNS = (
    "first_name",
    "last_name",
    "birth_date",
    "street",
    "postal_code",
    "city",
    "email",
    "mailbox",
    "phone",
    "national_id",
)
ANNA = "anna berg 1980-05-02 oak 1000 york a@x.org a 441 n1".split()
CONTACTS = [
    ANNA,
    [*ANNA[:6], None, None, None, None],
    ["ana", "berg", "1980-05-03", "oka", "1000", None, "a@y.org", "a", "442", "n2"],
    ["ben", "berg", None, "oak", "1000", "york", "a@x.org", "a", "441", None],
    ["anna", "berg", "1980-12-12", "elm", "1000", "rome", *[None] * 4],
    ["zoe", "lind", "1970-05-02", "oak", "1000", "york", "z@x.org", "z", "999", "n1"],
    ["anna", None, "1980-05-22", "oak 1", "2000", "york", None, None, "441", "n22"],
]


@pytest.fixture
def contacts():
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} varchar" for name in COLUMNS)
        connection.execute(f"create table contacts (row_number integer, {columns})")
        for number, said in enumerate(CONTACTS):
            marks = ", ".join("?" * (len(COLUMNS) + 1))
            connection.execute(
                f"insert into contacts values ({marks})", [number, *said]
            )
        yield connection


def test_our_sql_gives_every_pair_the_match_weight_that_splink_gives(contacts):
    parameters = read_parameters(ROOT / SEED)
    linker = new_linker(contacts, comparisons(), blocking_keys(), parameters)
    theirs = {
        (row[0], row[1]): row[2]
        for row in linker.inference.predict()
        .as_duckdbpyrelation()
        .project("row_number_l, row_number_r, match_weight")
        .fetchall()
    }

    assert len(theirs) >= 12
    ours = _scored(contacts, parameters)
    # the seed keeps six digits of 1 - prior, which Splink subtracts itself
    assert {pair: ours[pair] for pair in theirs} == pytest.approx(theirs, abs=1e-6)


def _scored(connection, parameters):
    """Return the match weight of each pair, as int_identity__fuzzy_pairs has it."""
    macros = render_macros(FILES)
    levels = [
        (each["comparison"], macros["fuzzy_level"](each))
        for each in macros["fuzzy_comparisons"]()
    ]
    weights = {(each.comparison, each.level): each.match_weight for each in parameters}
    rows = connection.execute(
        f"select contacts_a.row_number, contacts_b.row_number, "
        f"{', '.join(sql for _, sql in levels)} "
        "from contacts as contacts_a inner join contacts as contacts_b "
        "on contacts_a.row_number < contacts_b.row_number"
    ).fetchall()
    return {
        (a, b): weights[PRIOR]
        + sum(
            weights[comparison, level]
            for (comparison, _), level in zip(levels, found, strict=True)
            if level is not None
        )
        for a, b, *found in rows
    }


def test_the_seed_has_each_level_of_each_comparison_once():
    stated = [
        (each.name, level) for each in comparisons() for level in each.level_names
    ]
    seeded = [(each.comparison, each.level) for each in read_parameters(ROOT / SEED)]
    assert seeded == [PRIOR, *stated]


def test_a_seed_is_read_as_it_was_written(tmp_path):
    parameters = read_parameters(ROOT / SEED)
    write_parameters(tmp_path / "seed.csv", parameters)
    assert (tmp_path / "seed.csv").read_text() == (ROOT / SEED).read_text()


def test_a_seed_of_another_form_is_refused(tmp_path):
    (tmp_path / "seed.csv").write_text("comparison,level\nphone,same\n")
    with pytest.raises(FuzzyError, match="m_probability"):
        read_parameters(tmp_path / "seed.csv")


def test_few_contacts_teach_nothing(contacts):
    with pytest.raises(FuzzyError, match="7 contacts"):
        train(contacts, comparisons(), blocking_keys(), {})


def test_without_splink_one_is_told_how_to_get_it(contacts, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(FuzzyError, match=r"customer-360\[fuzzy\]"):
        new_linker(contacts, comparisons(), blocking_keys())
