"""Writes docs/validity.md: our metrics, and what others have published, held against human judgements.

Run: python benchmarks/validity.py FACTUALITY FRANK_OUTPUTS RETENTION [--out PAGE] [--resamples N]

FACTUALITY and RETENTION are labelled summaries (.jsonl.gz), FRANK_OUTPUTS the metric outputs that FRANK's authors have
published (.json). All figures come from ``evalharness metaeval`` with the config that the page quotes, but for those
with a family left out, which benchmarks/support/train.py prints (it needs scipy).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tabulate import tabulate

from evalharness.metaeval.plan import read_metaplan
from evalharness.metaeval.result import Comparison, Control, Estimate, Judgement, MetaResult, ScopeResult
from evalharness.metaeval.run import metaevaluate
from evalharness.report.text import percent

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "validity.md"
TRAIN = Path(__file__).parent / "support" / "train.py"
OURS, OVERLAP = "hallucination.score", "rouge_2.precision"
SHOWN = (OURS, "hallucination.hard_flags", OVERLAP, "rouge_l.precision")
SURE = 0.05
POOR_AUC, POOR_ACCURACY, FEW = 0.65, 0.6, 15

FACTUALITY = """\
labels:
  path: {labels}
  families:
    {{frank_cnndm: frank, frank_xsum: frank, cliff_cnndm: cliff, cliff_xsum: cliff, goyal_cnndm: goyal,
     goyal_xsum: goyal, se_news: summedits, se_samsum: summedits, se_scitldr: summedits, se_ectsum: summedits,
     se_qmsumm: summedits, se_sales_email: summedits}}
metrics: [hallucination, rouge]
values: [hallucination.score, hallucination.hard_flags, rouge_2.precision, rouge_l.precision]
published:
  - path: {published}
    join: {{id: "{{hash}}:{{model_name}}"}}
    values: {{BERTScore-P to the article: BertScore P Art, FactCC: FactCC, DAE: Dep Entail, QAGS: QAGS, FEQA: FEQA,
             BERTScore-P to the reference: BertScore P, ROUGE-L to the reference: Rouge L, METEOR: Meteor, BLEU: Bleu}}
compare: [[hallucination.score, rouge_2.precision], [hallucination.score, hallucination.hard_flags]]
pools: {{frank_all: [frank_cnndm, frank_xsum]}}
groups:
  news: [frank_cnndm, frank_xsum, polytope, xsumfaith, factcc, qags_cnndm, cliff_cnndm, cliff_xsum, goyal_xsum]
  SummEdits: [se_ectsum, se_news, se_qmsumm, se_sales_email, se_samsum, se_scitldr]
threshold: {{split: {split}}}
resamples: {resamples}
"""
RETENTION = """\
labels:
  path: {labels}
  columns: {{source: reference, factuality: litepyramid_recall}}
metrics: [fact_retention, rouge]
values: [fact_retention.recall, rouge_1.recall, rouge_2.recall, rouge_l.recall]
published:
  - path: {labels}
    join: {{dataset: dataset, id: id, system: system}}
    values: {{BERTScore recall (published): published.bert_recall_score, MoverScore (published): published.mover_score}}
resamples: {resamples}
"""

Row = Judgement | Control


def evaluated(config: str) -> MetaResult:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "metaeval.yaml"
        path.write_text(config, encoding="utf-8")
        result = metaevaluate(read_metaplan(path))
    for failure in result.failures:
        print(f"warning: {failure.metric} failed on {failure.n_items} texts, undefined here; {failure.first}")
    return result


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    align = ["left", *["right"] * (len(heads) - 1)]
    return str(tabulate(rows, heads, tablefmt="github", disable_numparse=True, colalign=align))


def figure(estimate: Estimate | float | None, write: Callable[[float], str] = "{:.3f}".format) -> str:
    value = estimate.value if isinstance(estimate, Estimate) else estimate
    return "n/a" if value is None else write(value)


def with_interval(estimate: Estimate) -> str:
    ends = "" if estimate.ci95 is None else " [{:.2f}, {:.2f}]".format(*estimate.ci95)
    return figure(estimate) + ends


def of(scope: ScopeResult, name: str) -> Judgement:
    return next(each for each in scope.judgements if each.name == name)


def datasets(result: MetaResult) -> list[ScopeResult]:
    """The data sets that have both classes."""
    return [each for each in result.scopes if each.kind == "dataset" and 0 < each.n_positive < each.n_labelled]


def best_control(scope: ScopeResult) -> Control:
    return max(scope.controls, key=lambda each: each.auc.value or 0.0)


def against(scope: ScopeResult, statistic: str = "auc", other: str = OVERLAP) -> Comparison | None:
    found = (each for each in scope.comparisons if (each.statistic, each.second) == (statistic, other))
    return next(found, None)


def ranking(result: MetaResult) -> Iterator[str]:
    rows = []
    for scope in datasets(result):
        control, test = best_control(scope), against(scope)
        rows.append(
            [
                f"{scope.name} ({scope.n_labelled}, {scope.n_positive} consistent)",
                with_interval(of(scope, OURS).auc),
                *(figure(of(scope, name).auc) for name in SHOWN[1:]),
                "" if test is None else f"{figure(test.difference, '{:+.3f}'.format)} ({test.p_value:.3f})",
                f"{figure(control.auc)} {control.name.removesuffix(' only')}",
            ]
        )
    yield table(["data set", *(f"`{name}`" for name in SHOWN), "score less ROUGE-2 (p)", "best text-free"], rows)
    for group in result.groups:
        means = {mean.name: mean.auc for mean in group.means}
        shown = ", ".join(f"`{name}` {with_interval(means[name])}" for name in SHOWN)
        yield f"Mean over {group.name} ({len(group.datasets)} sets): {shown}."


def frank(result: MetaResult) -> Iterator[str]:
    for name in ("frank_cnndm", "frank_xsum", "frank_all"):
        scope = next(each for each in result.scopes if each.name == name)
        judged: list[Row] = [*scope.judgements, *scope.controls]
        rows = [
            [
                f"`{row.name}`" if isinstance(row, Judgement) and row.kind == "metric" else row.name,
                with_interval(row.auc),
                with_interval(row.auc_within_system) if isinstance(row, Judgement) else "",
                with_interval(row.partial_pearson),
                figure(row.partial_spearman) if isinstance(row, Judgement) else "",
                figure(row.article_pearson),
                percent(row.coverage) if isinstance(row, Judgement) else "",
            ]
            for row in judged
        ]
        yield f"### {name}\n\n{scope.n} summaries of {scope.n_articles} articles by {scope.n_systems} systems."
        yield table(["", "AUC", "AUC in system", "partial r", "partial rho", "r in article", "coverage"], rows)
        yield from (f"Warning: {warning}." for warning in scope.warnings)


def decisions(half: MetaResult, family: MetaResult) -> Iterator[str]:
    rows = []
    for scope, transferred in zip(datasets(half), datasets(family), strict=True):
        ours, theirs = of(scope, OURS), of(transferred, OURS)
        overlap = of(scope, OVERLAP).thresholded
        cells = [
            ours.thresholded.balanced_accuracy if ours.thresholded else None,
            theirs.thresholded.balanced_accuracy if theirs.thresholded else None,
            ours.fixed,
            ours.best,
            overlap.balanced_accuracy if overlap else None,
        ]
        rows.append([scope.name, *(figure(cell, percent) for cell in cells)])
    heads = ["data set", "chosen on half", "chosen on other families", "0.5", "best possible", "ROUGE-2, on half"]
    yield table(heads, rows)


def sentences(result: MetaResult) -> Iterator[str]:
    rows = []
    for scope in result.scopes:
        for name in SHOWN:
            found = of(scope, name).localisation
            if found and scope.kind == "dataset":
                counts = f"{found.n_inconsistent} of {found.auc.n}"
                within = f"{figure(found.auc_within)} ({found.n_mixed})"
                rows.append([f"{scope.name}, `{name}`", with_interval(found.auc), within, counts, found.source])
    yield table(["", "AUC", "within a summary (summaries)", "inconsistent", "scored"], rows)


def error_types(result: MetaResult) -> Iterator[str]:
    rows = []
    for scope in datasets(result):
        overlap = {each.name: each for each in of(scope, OVERLAP).error_types}
        for each in of(scope, OURS).error_types:
            cells = [figure(each.recall, percent), str(each.n_tested), figure(each.auc), str(each.n)]
            cells += [figure(each.auc_alone), str(each.n_alone), figure(overlap[each.name].auc)]
            rows.append([f"{scope.name}, {each.name}", *cells])
    yield table(["", "recall", "of", "AUC", "n", "AUC alone", "n alone", "ROUGE-2 AUC"], rows)


def retention(result: MetaResult) -> Iterator[str]:
    rows = [
        [
            f"{scope.name}, {each.name}",
            with_interval(each.article_pearson),
            *(figure(level.pearson) for level in each.correlations if level.level != "article"),
            *(figure(level.kendall) for level in each.correlations if level.level == "article"),
        ]
        for scope in result.scopes
        for each in scope.judgements
    ]
    yield table(["", "r in article", "r, all", "r, system means", "Kendall in article"], rows)


def poor(half: MetaResult) -> Iterator[str]:
    """What the tables show against us, in words."""
    sets = datasets(half)
    ours = {scope.name: of(scope, OURS) for scope in sets}
    weak = {name: each.auc for name, each in ours.items() if each.auc.value is not None and each.auc.value < POOR_AUC}
    if weak:
        yield f"AUC below {POOR_AUC:.2f}: " + _list(f"{name} {with_interval(each)}" for name, each in weak.items())
    tests = {scope.name: against(scope) for scope in sets}
    level = [
        name for name, test in tests.items() if test is None or test.p_value >= SURE or _value(test.difference) < 0
    ]
    if level:
        yield f"Not shown to rank better than ROUGE-2 precision (p of {SURE} or more): " + _list(level)
    controls = {scope.name: best_control(scope) for scope in sets}
    blind = [name for name, control in controls.items() if _value(control.auc) >= _value(ours[name].auc)]
    if blind:
        yield "No better than a score that reads no text: " + _list(f"{name} ({controls[name].name})" for name in blind)
    fixed = [
        f"{name} {figure(each.fixed, percent)}" for name, each in ours.items() if (each.fixed or 0) < POOR_ACCURACY
    ]
    if fixed:
        yield f"Balanced accuracy below {percent(POOR_ACCURACY)} at the threshold 0.5, uncalibrated: " + _list(fixed)
    kinds = [
        f"{name}, {each.name} {figure(each.auc_alone)} (n {each.n_alone})"
        for name, judged in ours.items()
        for each in judged.error_types
        if each.n_alone >= FEW and each.auc_alone is not None and each.auc_alone < POOR_AUC
    ]
    if kinds:
        yield f"Kinds of error, alone in {FEW} summaries or more, with AUC below {POOR_AUC:.2f}: " + _list(kinds)
    few = [scope.name for scope in sets if min(scope.n_positive, scope.n_labelled - scope.n_positive) < 2 * FEW]
    if few:
        yield f"Fewer than {2 * FEW} summaries of the rarer kind, so that intervals are wide: " + _list(few)
    both = set().union(*(scope.datasets for scope in sets))
    single = [scope.name for scope in half.scopes if scope.kind == "dataset" and scope.name not in both]
    if single:
        yield "All of one kind, so that nothing can be said: " + _list(single)


def _value(estimate: Estimate) -> float:
    return estimate.value or 0.0


def _list(names: Iterator[str] | Sequence[str]) -> str:
    return "; ".join(names) + "."


def left_out(labels: Path, published: Path) -> str:
    """What the training script prints of data sets that the fit has not seen, as it prints it."""
    command = [sys.executable, str(TRAIN), str(labels), "--baselines", str(published), "--facts", "--intervals"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{TRAIN.name} failed:\n{done.stderr}")
    return done.stdout.strip()


def quoted(config: str, **names: str) -> str:
    return f"```yaml\n{config.format(**names).strip()}\n```"


def page(half: MetaResult, family: MetaResult, kept: MetaResult, trained: str) -> str:
    template = (Path(__file__).parent / "validity_page.md").read_text(encoding="utf-8")
    parts = {
        "ranking": "\n\n".join(ranking(half)),
        "frank": "\n\n".join(frank(half)),
        "decisions": "\n\n".join(decisions(half, family)),
        "sentences": "\n\n".join(sentences(half)),
        "error types": "\n\n".join(error_types(half)),
        "retention": "\n\n".join(retention(kept)),
        "poor": "\n".join(f"- {line}" for line in poor(half)),
        "left out": trained,
        "signatures": ", ".join(f"`{each}`" for each in (half.signatures | kept.signatures).values()),
        "resamples": f"{half.n_resamples} resamples, seed {half.seed}",
        "factuality config": quoted(
            FACTUALITY,
            labels="factuality-dev.jsonl.gz",
            published="frank-baselines-valid.json",
            split="half",
            resamples=str(half.n_resamples),
        ),
        "retention config": quoted(RETENTION, labels="retention-dev.jsonl.gz", resamples=str(kept.n_resamples)),
    }
    for name, text in parts.items():
        template = template.replace(f"{{{{{name}}}}}", text)
    return template


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("factuality", type=Path)
    parser.add_argument("published", type=Path)
    parser.add_argument("retention", type=Path)
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--resamples", type=int, default=1000)
    options = parser.parse_args()
    files = {"labels": options.factuality.resolve(), "published": options.published.resolve()}
    trained = left_out(files["labels"], files["published"])
    half = evaluated(FACTUALITY.format(**files, split="half", resamples=options.resamples))
    family = evaluated(FACTUALITY.format(**files, split="family", resamples=100))
    kept = evaluated(RETENTION.format(labels=options.retention.resolve(), resamples=options.resamples))
    options.out.write_text(page(half, family, kept, trained), encoding="utf-8")
    print(f"{options.out} written")


if __name__ == "__main__":
    main()
