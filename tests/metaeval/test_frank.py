"""FRANK's published metric outputs give the figures that scikit-learn and scipy give for them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from evalharness.metaeval.plan import read_metaplan
from evalharness.metaeval.result import MetaResult
from evalharness.metaeval.run import metaevaluate

ROOT = Path(__file__).parents[2]
SHARED = next(
    (path for path in (Path(os.environ.get("EVALHARNESS_SHARED", "-")), ROOT / "../shared") if path.is_dir()), None
)
GOLDEN = json.loads((Path(__file__).parent / "golden_frank.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(SHARED is None, reason="the benchmarks are not part of the project")

CONFIG = """
labels: {path: SHARED/benchmarks/factuality-dev.jsonl.gz, datasets: [frank_cnndm, frank_xsum]}
published:
  - path: SHARED/benchmarks/frank-baselines-valid.json
    join: {id: "{hash}:{model_name}"}
    values: {BERTScore-P: BertScore P Art, FactCC: FactCC, DAE: Dep Entail}
pools: {frank_all: [frank_cnndm, frank_xsum]}
resamples: 300
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> MetaResult:
    path = tmp_path_factory.mktemp("frank") / "frank.yaml"
    path.write_text(CONFIG.replace("SHARED", str(SHARED)), encoding="utf-8")
    return metaevaluate(read_metaplan(path))


@pytest.mark.parametrize("name", [name for name in GOLDEN if name != "source"])
def test_published_outputs_reproduce(result: MetaResult, name: str) -> None:
    scope_name, _, value = name.partition("/")
    scope = next(each for each in result.scopes if each.name == scope_name)
    found = next(each for each in scope.judgements if each.name == value)
    n, auc, within, partial, *plain = GOLDEN[name]
    assert found.auc.n == n
    assert found.auc.value == pytest.approx(auc, abs=1e-6)
    assert found.auc_within_system.value == pytest.approx(within, abs=1e-6)
    assert found.partial_pearson.value == pytest.approx(partial, abs=1e-6)
    level = found.correlations[0]
    assert [level.pearson, level.spearman, level.kendall] == pytest.approx(plain, abs=1e-6)
    for estimate in (found.auc, found.partial_pearson):
        assert estimate.ci95 is not None
        assert estimate.ci95[0] < (estimate.value or 0) < estimate.ci95[1]


def test_knowing_only_the_origin_beats_published_metrics_on_the_pool(result: MetaResult) -> None:
    # on the test part of FRANK the origin alone has 77.6 balanced accuracy, the system alone 80.6; the validation part
    # is the same experiment with fewer summaries
    pool = result.scopes[-1]
    controls = {each.name: each for each in pool.controls}
    assert controls["origin only"].balanced_accuracy.value == pytest.approx(0.776, abs=0.05)
    assert controls["system only"].balanced_accuracy.value == pytest.approx(0.806, abs=0.06)
    beaten = [each for each in pool.judgements if (each.auc.value or 0) < (controls["system only"].auc.value or 0)]
    assert [each.name for each in beaten] == ["BERTScore-P", "FactCC", "DAE"]
    assert "pooled data sets reward knowing where a summary comes from" in pool.warnings[0]


def test_a_published_value_that_is_missing_lowers_coverage(result: MetaResult) -> None:
    dae = next(each for each in result.scopes[0].judgements if each.name == "DAE")
    assert (dae.n, dae.n_undefined, dae.auc.n) == (340, 30, 310)
    assert result.notes == (
        f"{SHARED}/benchmarks/frank-baselines-valid.json: 91 records belong to no labelled summary",
    )
