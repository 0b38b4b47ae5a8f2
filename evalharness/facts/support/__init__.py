"""Support: how likely each candidate sentence is to be unsupported by the source, from light evidence."""

from evalharness.facts.support.summary import SentenceSupport, SupportScore, support

__all__ = ["SentenceSupport", "SupportScore", "support"]
