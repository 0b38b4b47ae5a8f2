"""How the store's tables came about, step by step, as Alembic runs them."""
