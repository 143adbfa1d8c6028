"""dbt's own documentation site: made before anything has landed, without a warning."""

import json
import os
import subprocess
import sys

import pytest

from customer360.paths import ROOT

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def artifacts(tmp_path_factory):
    """Make the site in a folder with nothing landed; a warning is an error."""
    folder = tmp_path_factory.mktemp("dbt_docs")
    (folder / "warehouse").mkdir()
    environment = os.environ | {
        "C360_LANDING": str(folder / "landing"),
        "C360_WAREHOUSE": str(folder / "warehouse"),
    }
    command = [sys.executable, "-m", "dbt.cli.main", "--warn-error", "docs", "generate"]
    options = ["--target-path", folder / "target", "--log-path", folder / "logs"]
    done = subprocess.run(
        [*command, *options, "--no-partial-parse"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return folder / "target"


@pytest.fixture(scope="module")
def manifest(artifacts):
    return json.loads((artifacts / "manifest.json").read_text())


def test_the_site_is_whole(artifacts):
    assert (artifacts / "index.html").is_file()
    assert (artifacts / "catalog.json").is_file()


def test_the_site_opens_on_the_page_of_the_project(manifest):
    page = manifest["docs"]["doc.customer360.__overview__"]["block_contents"]
    assert page.startswith("# customer-360")


def test_what_is_exposed_reads_marts_only(manifest):
    read = {
        name
        for exposure in manifest["exposures"].values()
        for name in exposure["depends_on"]["nodes"]
    }
    assert read
    assert {manifest["nodes"][name]["schema"] for name in read} == {"marts"}
