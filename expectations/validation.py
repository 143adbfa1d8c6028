"""Puts rows before Great Expectations and reads its answers as verdicts."""

from typing import TYPE_CHECKING, Any, cast

from expectations.suite import Batch, Suite
from expectations.verdicts import Verdict

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context import AbstractDataContext
    from great_expectations.data_context.types.base import ProgressBarsConfig

SEVERITIES = {"critical": "error", "warning": "warn", "info": "warn"}
NOT_BOUNDS = {"batch_id", "column", "column_A", "column_B", "column_list"}


def new_context() -> "AbstractDataContext":
    """Return a context that keeps nothing on disk and draws no progress bars."""
    import great_expectations  # noqa: PLC0415  ten seconds: only when checking

    context = great_expectations.get_context(mode="ephemeral")
    bars = {"globally": False, "metric_calculations": False}
    context.variables.progress_bars = cast("ProgressBarsConfig", bars)
    return context


def validate(
    context: "AbstractDataContext", suite: Suite, batch: Batch
) -> list[Verdict]:
    """Return the verdict of every expectation of a suite on a batch.

    Figures stand beside the rows as columns of one value, unless a row has that name.
    """
    from great_expectations import ExpectationSuite  # noqa: PLC0415

    source = context.data_sources.add_or_update_pandas(suite.name)
    asset = source.add_dataframe_asset(suite.name)
    whole = asset.add_batch_definition_whole_dataframe("whole")
    expected = ExpectationSuite(name=suite.name, expectations=suite.expect(batch))
    frame = batch.rows.assign(
        **{
            name: figure
            for name, figure in batch.figures.items()
            if figure is not None and name not in batch.rows
        }
    )
    result = whole.get_batch({"dataframe": frame}).validate(expected)
    return [_verdict(suite, batch, answer) for answer in result.results]


def _verdict(
    suite: Suite, batch: Batch, answer: "ExpectationValidationResult"
) -> Verdict:
    asked = answer.expectation_config
    assert asked is not None
    kwargs: dict[str, Any] = asked.kwargs
    problem = _problem(answer.exception_info or {})
    severity = getattr(asked.severity, "value", asked.severity)
    return Verdict(
        suite_name=suite.name,
        expectation_name=asked.type,
        table_name=suite.table,
        column_name=kwargs.get("column") or kwargs.get("column_A"),
        is_passed=bool(answer.success),
        # an expectation that could not be evaluated proves nothing
        severity="error" if problem else SEVERITIES[str(severity)],
        observed_value=problem or _observed(answer.result),
        details=_details(kwargs, asked.notes),
        checked_row_count=len(batch.rows),
    )


def _problem(exception_info: dict[str, Any]) -> str | None:
    """Return why an expectation could not be evaluated; GX nests it by metric."""
    infos = [exception_info, *exception_info.values()]
    for info in infos:
        if isinstance(info, dict) and info.get("raised_exception"):
            return f"could not be evaluated: {info.get('exception_message')}"
    return None


def _observed(result: dict[str, Any]) -> str | None:
    if result.get("observed_value") is not None:
        return str(result["observed_value"])
    if result.get("unexpected_count") is None:
        return None
    return (
        f"{result['unexpected_count']} of {result['element_count']} rows are otherwise"
    )


def _details(kwargs: dict[str, Any], notes: Any) -> str:
    bounds = [
        f"{name} {value}"
        for name, value in kwargs.items()
        if name not in NOT_BOUNDS and value is not None
    ]
    return "; ".join([*bounds, *([str(notes)] if notes else [])])
