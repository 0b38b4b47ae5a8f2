"""Config: YAML in, frozen models out; every fault with its line, all at once."""

from evalharness.config.models import Config, DataConfig, LeaderboardConfig, MetricSpec
from evalharness.config.parse import ParsedConfig, parse_config

__all__ = ["Config", "DataConfig", "LeaderboardConfig", "MetricSpec", "ParsedConfig", "parse_config"]
