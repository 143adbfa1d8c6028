"""Which models there are, and the pieces of code and prose that say what they are."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SCORES = Path("models") / "scores"
FEATURES = Path("models") / "features"
ML = Path("customer360") / "ml"
GUIDE = Path("docs") / "models.md"

_MODULE = re.compile(r"\b(\w+)\.score\(")
_REF = re.compile(r"dbt\.ref\(\"(\w+)\"\)")
# to a file of ours
_LINK = re.compile(r"\]\((?!\w+:)")
# | Who orders nothing …? | `churn` | `scores.score_customer__churn` | days since … |
_ROW = re.compile(r"^\| (.+?) \| `(\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Model:
    """A model: `stem` is what its dbt files are called after, `module` its folder.

    `question` and `baseline` are those of the table in docs/models.md, `use`, `method`
    and `limits` are of its chapter; empty where that says nothing.
    """

    stem: str
    module: str
    question: str
    baseline: str
    use: str
    method: str
    limits: str
    root: Path

    @property
    def title(self) -> str:
        """The heading of its chapter and card."""
        return title_of(self.module)

    @property
    def inputs(self) -> list[str]:
        """The dbt models that its fit reads."""
        return _REF.findall(_text(self.root / SCORES / f"fit_{self.stem}.py"))

    @property
    def files(self) -> list[Path]:
        """Its dbt files, fits first."""
        found = (self.root / SCORES).glob(f"*_{self.stem}*.*")
        order = {"fit": 0, "score": 1, "eval": 2}
        kept = [path.relative_to(self.root) for path in found if path.suffix != ".yml"]
        return sorted(kept, key=lambda path: (order[path.name.split("_")[0]], path))

    @property
    def docstring(self) -> str:
        """What its package says of itself."""
        tree = _tree(self.root / ML / self.module / "__init__.py")
        return ast.get_docstring(tree) or ""


def title_of(module: str) -> str:
    """Return a module's name as a heading: lifetime_value, Lifetime value."""
    return module.replace("_", " ").capitalize()


def models(root: Path) -> Iterator[Model]:
    """Yield each model that is fitted and scores, by the name of its module.

    A model that docs/models.md has no row of asks what its docstring begins with.
    """
    guide = _text(root / GUIDE)
    rows = {module: (ask, rule) for ask, module, _, rule in _ROW.findall(guide)}
    found = {module: stem for stem, module in _fitted(root)}
    for module, stem in sorted(found.items()):
        question, baseline = rows.get(module, ("", ""))
        chapter = _chapter(guide, module)
        use, method, limits = (
            _told(chapter, lead) for lead in ("Use", "Method", "Limits")
        )
        yield Model(stem, module, question, baseline, use, method, limits, root)


def _fitted(root: Path) -> Iterator[tuple[str, str]]:
    """Yield (stem, module) of each fit with scores of the same name."""
    for path in sorted((root / SCORES).glob("fit_*.py")):
        stem = path.stem.removeprefix("fit_")
        module = _MODULE.search(_text(path))
        if module and (root / SCORES / f"score_{stem}.sql").is_file():
            yield stem, module[1]


def _chapter(guide: str, module: str) -> str:
    _, _, rest = guide.partition(f"\n## {title_of(module)}\n")
    return rest.partition("\n## ")[0]


def _told(chapter: str, lead: str) -> str:
    """Return what **Lead.** begins: a paragraph, of a method all to the next lead.

    Links lead from a card's folder.
    """
    _, _, rest = chapter.partition(f"**{lead}.**")
    end = "\n\n**" if lead == "Method" else "\n\n"
    text = rest.partition(end)[0].strip().replace("](#", f"]({GUIDE.name}#")
    return _LINK.sub("](../", text)


@dataclass(frozen=True)
class Setting:
    """A setting: its name, type and default, as the code has them."""

    name: str
    kind: str
    default: str


def settings(model: Model) -> tuple[str, list[Setting]]:
    """Return what `Settings` of a model's package says, and its settings in order.

    The class may stand in any module of the package; none gives none.
    """
    for path in sorted((model.root / ML / model.module).glob("*.py")):
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and node.name == "Settings":
                return ast.get_docstring(node) or "", _fields(node)
    return "", []


def _fields(node: ast.ClassDef) -> list[Setting]:
    return [
        Setting(
            ast.unparse(each.target),
            ast.unparse(each.annotation),
            ast.unparse(each.value) if each.value else "",
        )
        for each in node.body
        if isinstance(each, ast.AnnAssign)
    ]


def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
