"""Systems held against each other: the leaderboard and the findings that explain it."""
