"""A folder of rules: what is read, and what is refused with file, row and column."""

import csv
import re
import shutil

import pytest

from customer360.identity_diff.checks import check_rules
from customer360.identity_diff.errors import IdentityDiffError
from customer360.identity_diff.rules import identity_seeds, read_rules
from customer360.paths import ROOT

pytestmark = pytest.mark.unit

TYPES = ["user_id", "email"]
BLOCKED = "identifier_type,match_kind,identifier_value,is_precaution,reason\n"
RULES = "rule,rule_rank,identifier_type_a,identifier_type_b\n"
OVERRIDES = (
    "decision,identifier_type_a,identifier_value_a,identifier_type_b,"
    "identifier_value_b,decided_at,reason\n"
)


@pytest.fixture
def check(tmp_path):
    """Return a call that reads and checks one file."""

    def run(seed, text):
        content = text.encode() if isinstance(text, str) else text
        (tmp_path / f"{seed}.csv").write_bytes(content)
        rules = read_rules(tmp_path)
        check_rules(rules, TYPES)
        return rules

    return run


def test_the_rules_of_the_project_are_sound(tmp_path):
    seeds = identity_seeds()
    assert {"identifier_types", "identity_rules"} <= set(seeds)
    assert "exchange_rates" not in seeds
    for seed in seeds:
        shutil.copy(ROOT / "seeds" / f"{seed}.csv", tmp_path)
    rules = read_rules(tmp_path)
    types = [row["identifier_type"] for row in rules["identifier_types"].rows]
    assert set(rules) == set(seeds)
    check_rules(rules, types)


def test_what_the_page_calls_blocked_the_shipped_list_blocks():
    page = (ROOT / "docs" / "identity.md").read_text(encoding="utf-8")
    (sentence,) = re.findall(r"a value that is nobody's, such as (.*);", page)
    examples = re.findall("`(.*?)`", sentence)
    with (ROOT / "seeds" / "blocked_identifiers.csv").open(encoding="utf-8") as lines:
        listed = {row["identifier_value"] for row in csv.DictReader(lines)}
    assert len(examples) > 1
    assert set(examples) <= listed


def test_blanks_are_none_and_columns_may_stand_in_any_order(check):
    rules = check(
        "blocked_identifiers",
        "reason,is_precaution,identifier_value,match_kind,identifier_type\n"
        " ,, a% ,pattern,email\n",
    )
    assert rules["blocked_identifiers"].rows == [
        {
            "reason": None,
            "is_precaution": None,
            "identifier_value": "a%",
            "match_kind": "pattern",
            "identifier_type": "email",
        }
    ]


@pytest.mark.parametrize(
    ("seed", "text", "message"),
    [
        ("blocked_identifiers", "", "lacks the column identifier_type: it has none"),
        (
            "blocked_identifiers",
            BLOCKED[:-1] + ",x\n",
            "has a column x, and takes only",
        ),
        (
            "blocked_identifiers",
            BLOCKED + "email,a\n",
            "line 2: 2 values for 5 columns",
        ),
        ("blocked_identifiers", b"\xff\xfe\xff", "is not UTF-8"),
        (
            "blocked_identifiers",
            BLOCKED + ",exact,a,,x\n",
            "row 1, identifier_type is blank",
        ),
        (
            "blocked_identifiers",
            BLOCKED + "iban,exact,a,,x\n",
            "there are user_id, email",
        ),
        (
            "blocked_identifiers",
            BLOCKED + "email,like,a,,x\n",
            "match_kind: 'like' is none of exact, pattern",
        ),
        (
            "identity_rules",
            RULES + "a,x,user_id,email\n",
            "rule_rank: 'x' is no integer",
        ),
        (
            "identity_rules",
            RULES + "a,0,user_id,email\n",
            "rule_rank: 0 is less than 1",
        ),
        (
            "identity_rules",
            RULES + "a,1,user_id,email\na,2,email,user_id\n",
            "row 2, rule: 'a' is that of row 1 too",
        ),
        (
            "identity_rules",
            RULES + "a,1,email,email\n",
            "identifier_type_b is the same as identifier_type_a",
        ),
        (
            "identity_overrides",
            OVERRIDES + "maybe,email,a,email,b,2026-01-01,x\n",
            "decision: 'maybe' is none of always_link, never_link",
        ),
        (
            "identity_overrides",
            OVERRIDES + "never_link,email,a,email,b,soon,x\n",
            "decided_at: 'soon' is no timestamp",
        ),
    ],
)
def test_what_is_unsound_is_told_with_its_place(check, seed, text, message):
    with pytest.raises(IdentityDiffError) as caught:
        check(seed, text)
    assert message in str(caught.value)
    assert f"{seed}.csv" in str(caught.value)


def test_of_many_problems_the_first_are_told_and_the_rest_counted(check):
    with pytest.raises(IdentityDiffError, match=r"row 5, .*\n  and 2 more"):
        check("blocked_identifiers", BLOCKED + "iban,exact,a,,x\n" * 7)


def test_a_folder_without_rules_names_those_there_may_be(tmp_path):
    with pytest.raises(IdentityDiffError, match=r"identity_rules\.csv"):
        read_rules(tmp_path)
    with pytest.raises(IdentityDiffError, match="no such folder"):
        read_rules(tmp_path / "none")
