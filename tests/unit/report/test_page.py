"""The page: self-contained, whole on any build, and safe from what data holds."""

import re
from html.parser import HTMLParser

import pytest
from marts_by_contract import fill

from customer360.report import words
from customer360.report.command import report, report_text
from customer360.warehouse import WarehouseError

pytestmark = pytest.mark.unit

CHAPTERS = (
    *("headline", "channels", "sales-forecast", "segments", "lifecycle", "retention"),
    *("churn", "intents", "value", "trust", "campaigns", "identity", "sources"),
)
EVIL = "<script>alert('x')</script>"


class Tags(HTMLParser):
    """Collects elements, and every address an attribute could load."""

    def __init__(self):
        super().__init__()
        self.names, self.addresses, self.alone = [], [], []

    def handle_starttag(self, tag, attributes):
        self.names.append(tag)
        given = dict(attributes)
        self.addresses += [given[key] for key in ("href", "src") if key in given]
        if given.get("role") == "img":
            self.alone.append(given.get("aria-label"))


def read(text):
    tags = Tags()
    tags.feed(text)
    return tags


@pytest.fixture
def drawn(build):
    """A build with two months of orders, in a channel that would run a script."""
    for number, day in enumerate(("2026-01-01", "2026-02-03", "2026-02-04")):
        fill(
            build.connection,
            "marts.fct_orders",
            [
                {
                    "order_id": f"o{number}",
                    "customer_id": "anna",
                    "ordered_at": day,
                    "order_date": day,
                    "channel": EVIL,
                    "order_amount": 10 + number,
                    "refund_amount": 0,
                }
            ],
        )
    return report_text(build)


def test_an_empty_build_gives_a_page_that_says_what_would_fill_it(build):
    text = report_text(build)
    assert [name for name in CHAPTERS if f'<section id="{name}"' not in text] == []
    assert "No order has landed yet" in text
    assert text.count('class="missing"') == len(CHAPTERS) - 1
    assert "<svg" not in text


def test_the_page_asks_nothing_of_the_network(drawn):
    assert "://" not in drawn
    loaded = [at for at in read(drawn).addresses if not at.startswith(("#", "data:"))]
    assert loaded == []
    assert not re.search(r"@import|url\((?!#)", drawn)


def test_what_data_holds_is_text_and_never_markup(drawn):
    assert EVIL not in drawn
    assert "&lt;script&gt;alert" in drawn
    assert read(drawn).names.count("script") == 1


def test_every_picture_says_what_is_to_be_seen(drawn):
    tags = read(drawn)
    assert tags.names.count("svg") == 2 * len(tags.alone) > 0
    assert all(len(said) > 30 for said in tags.alone)


def test_parts_of_pictures_have_names_of_their_own(drawn):
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


def test_the_same_build_gives_the_same_page(build, drawn):
    assert report_text(build) == drawn


def test_without_a_build_the_message_says_what_to_run(tmp_path):
    with pytest.raises(WarehouseError, match="c360 build"):
        report(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),  # noqa: RUF001
        (0, "0"),
        (0.1234, "0.12"),
        (9.5, "9.5"),
        (123.4, "123"),
        (9_999, "9,999"),
        (45_600, "45.6 k"),
        (1_234_567, "1.23 M"),
        (-2_000_000_000, "-2 bn"),
    ],
)
def test_numbers_are_said_in_three_figures(value, said):
    assert words.short(value) == said
