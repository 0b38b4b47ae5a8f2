"""A line of ``items.jsonl``: from an `ItemRecord` and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from evalharness.records import Finding, ItemRecord, Sentence, Span


def encode_item(record: ItemRecord) -> str:
    """One line, without its line break. Equal records give equal bytes.

    >>> encode_item(ItemRecord("a", "s", "missing", {}, {}))
    '{"id": "a", "system": "s", "status": "missing", "metrics": {}, "stats": {}, "findings": []}'
    """
    return json.dumps(item_json(record), ensure_ascii=False, allow_nan=False)


def item_json(record: ItemRecord) -> dict[str, Any]:
    """The record as JSON-able data.

    >>> item_json(ItemRecord("a", "s", "missing", {}, {}))["status"]
    'missing'
    """
    line: dict[str, Any] = {
        "id": record.id,
        "system": record.system,
        "status": record.status,
        "metrics": record.metrics,
        "stats": record.stats,
        "findings": [_encode_finding(finding) for finding in record.findings],
    }
    if record.sentences:
        line["sentences"] = [asdict(sentence) for sentence in record.sentences]
    if record.unsupported:
        line["unsupported"] = record.unsupported
    if record.caveats:
        line["caveats"] = record.caveats
    if record.errors:
        line["errors"] = record.errors
    if record.tags:
        line["tags"] = record.tags
    return line


def decode_item(line: str | bytes) -> ItemRecord:
    """The record of one line.

    >>> decode_item(encode_item(ItemRecord("a", "s", "missing", {}, {}))).status
    'missing'
    """
    return item_from_json(json.loads(line))


def item_from_json(item: Mapping[str, Any]) -> ItemRecord:
    """The record that `item_json` made `item` from.

    >>> item_from_json(item_json(ItemRecord("a", "s", "missing", {}, {}))).id
    'a'
    """
    findings = tuple(_decode_finding(finding) for finding in item["findings"])
    return ItemRecord(
        item["id"],
        item["system"],
        item["status"],
        item["metrics"],
        item["stats"],
        findings,
        item.get("errors", {}),
        tuple(Sentence(**sentence) for sentence in item.get("sentences", ())),
        item.get("unsupported", {}),
        item.get("caveats", {}),
        item.get("tags", {}),
    )


def _encode_finding(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "metric": finding.metric,
        "kind": finding.kind,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "text": span.text if span else None,
        "source": asdict(finding.source) if finding.source else None,
        "reason": finding.reason,
        "error_type": finding.error_type,
        "frank": finding.frank,
        "confidence": finding.confidence,
    }


def _decode_finding(item: Mapping[str, Any]) -> Finding:
    span = None if item["start"] is None else Span(item["start"], item["end"], item["text"])
    source = Span(**item["source"]) if item["source"] else None
    return Finding(
        **{key: item[key] for key in ("metric", "kind", "verdict", "severity", "reason")},
        span=span,
        source=source,
        **{key: item[key] for key in ("error_type", "frank", "confidence")},
    )
