"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the project."""

import csv
import json
import os
import shlex
import subprocess
import sys
from datetime import date, timedelta

import duckdb
import pytest
from recipes import blocks, copy_project, follow, patched

from customer360.paths import ROOT

pytestmark = pytest.mark.integration

RECIPES = blocks((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
COMMANDS = [
    shlex.split(line)
    for block in RECIPES
    if block.language == "sh"
    for line in block.text.splitlines()
]
MODULES = {"c360": "customer360.cli", "dbt": "dbt.cli.main", "pytest": "pytest"}
# half a year is enough to fit on labels that are complete
DBT_VARS = "{as_of_month_count: 6, churn_horizon_days: 30, business_timezone: UTC}"
RECEIPT = [
    "transaction_id",
    "transacted_at",
    "store_id",
    "receipt_email",
    "total_amount",
]


class Project:
    """A copy of the project, in which commands run on the copy's own packages."""

    def __init__(self, folder):
        self.folder = copy_project(folder)
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("C360_")},
            "C360_SALT": "test",
            "PYTHONPATH": str(self.folder),
        }

    def run(self, module, *arguments):
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"

    def rows(self, sql):
        database = self.folder / "data" / "warehouse" / "build.duckdb"
        with duckdb.connect(str(database), read_only=True) as connection:
            return connection.execute(sql).fetchall()


def write_receipts(folder):
    """Write a receipt a fortnight of ten people, among them Ann and Bob."""
    people = ["ann", "bob", *(f"p{number}" for number in range(8))]
    folder.mkdir(parents=True)
    with (folder / "receipts.csv").open("w", newline="") as file:
        receipts = csv.writer(file)
        receipts.writerow(RECEIPT)
        for number, name in enumerate(people):
            for fortnight in range(15):
                day = date(2025, 3, 25) - timedelta(days=14 * fortnight + number)
                mail = f"{name}@example.com"
                key = f"{name}-{fortnight}"
                receipts.writerow([key, f"{day} 12:00", "s1", mail, 10 + number])


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Follow all recipes, then land and build once what they land and build."""
    project = Project(tmp_path_factory.mktemp("recipes") / "project")
    for block in RECIPES:
        if block.file:
            follow(block, project.folder)
    write_receipts(project.folder / "given" / "pos" / "transactions")
    project.run("customer360.cli", "land", "--dir", "given")
    selected = []
    for program, *arguments in COMMANDS:
        if program == "dbt":
            selected += arguments[arguments.index("--select") + 1 :]
        elif program != "python":
            project.run(MODULES[program], *arguments)
    options = ["--quiet", "--vars", DBT_VARS, "--indirect-selection", "buildable"]
    project.run("dbt.cli.main", "build", *options, "--select", *selected)
    project.run("customer360.dictionary")
    project.run("customer360.feature_docs")
    return project


def test_the_source_of_the_recipe_is_staged_and_accounted_for(project):
    assert project.rows(
        "select response_id, email, rating from staging.stg_survey__responses "
        "order by all"
    ) == [
        ("r1", "ann@example.com", 9),
        ("r2", "ann@example.com", 6),
        ("r3", "bob@example.com", 2),
        ("r5", "dora@example.com", 8),
        ("r6", None, 7),
    ]
    assert project.rows(
        "select landed_count, duplicate_count, conflict_count, quarantined_count, "
        "staged_count from audit.row_reconciliation where entity = 'survey/responses'"
    ) == [(7, 1, 0, 1, 5)]


def test_the_type_of_identifier_of_the_recipe_tells_whose_an_answer_is(project):
    assert project.rows(
        "select owner.identifier_type, owner.identifier_value, member.identifier_value "
        "from identity.identity_map "
        "inner join identity.identifiers as member using (identifier_id) "
        "inner join identity.identifiers as owner on customer_id = owner.identifier_id "
        "where member.identifier_type = 'panel_id'"
    ) == [("email", "dora@example.com", "77")]


def test_the_feature_of_the_recipe_sees_each_answer_from_the_day_after(project):
    assert project.rows(
        "select identifier_value, as_of_date, survey_count_365d, "
        "survey_rating_avg_365d from features.feat_customers "
        "inner join identity.identifiers on customer_id = identifier_id "
        "where as_of_date >= date '2025-03-01' and identifier_value < 'c' order by all"
    ) == [
        ("ann@example.com", date(2025, 3, 1), 0, None),
        ("ann@example.com", date(2025, 4, 1), 2, 7.5),
        ("bob@example.com", date(2025, 3, 1), 0, None),
        ("bob@example.com", date(2025, 4, 1), 1, 2),
    ]


def test_the_feature_of_the_recipe_is_on_the_page_of_features(project):
    page = (project.folder / "docs" / "features.md").read_text()
    assert "## Surveys" in page
    assert "| 0 to 10 | 365 days | null: no answer in the window |" in page


def test_the_unit_test_of_the_recipe_ran_and_passed(project):
    results = json.loads((project.folder / "target" / "run_results.json").read_text())
    statuses = {each["unique_id"]: each["status"] for each in results["results"]}
    [status] = [
        status for name, status in statuses.items() if "an_answer_counts_from" in name
    ]
    assert status == "pass"


def test_the_model_of_the_recipe_scores_everybody_and_is_judged(project):
    assert project.rows(
        "select count(*), count(expected_spend_amount), min(expected_spend_amount) > 0 "
        "from scores.score_customer__next_spend where as_of_date = date '2025-04-01'"
    ) == [(10, 10, True)]
    [(error, guess)] = project.rows(
        "select metric_value, baseline_value from marts.fct_model_evaluations "
        "where model_name = 'next_spend' and as_of_date = date '2025-02-01'"
    )
    assert 0 <= error < guess


def test_the_mart_of_the_recipe_knows_the_customers_and_its_readers(project):
    assert project.rows(
        "select response_id, identifier_value from marts.fct_survey_responses "
        "inner join identity.identifiers "
        "on customer_id = cast(identifier_id as varchar) order by all"
    ) == [
        ("r1", "ann@example.com"),
        ("r2", "ann@example.com"),
        ("r3", "bob@example.com"),
        ("r5", "dora@example.com"),
        ("r6", "dora@example.com"),
    ]
    page = (project.folder / "docs" / "dictionary.md").read_text()
    assert "Read by: Satisfaction dashboard." in page


@pytest.mark.parametrize("text", ["a\nc\n", "a\nb\na\nb\n"])
def test_a_diff_whose_lines_are_gone_or_there_twice_is_not_followed(text):
    with pytest.raises(AssertionError, match="found"):
        patched(text, " a\n-b\n+d\n")
