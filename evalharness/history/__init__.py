"""History: runs over time in a store that a URL names, an SQLite file or a PostgreSQL database.

The run folders stay the truth; the store is an index of them that can be made again (`rebuild`).
"""
