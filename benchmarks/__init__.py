"""What Xinlian costs, beside DuckDB, Polars and NetworkX doing the same work: ``python -m benchmarks.run``."""
