"""Metrics: the protocol, the registry, and one file per metric family."""
