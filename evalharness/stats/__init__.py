"""Numbers in, numbers out: sums, bootstrap intervals and paired tests, with no knowledge of metrics."""
