"""Archives larger than a study: pre-scored to Parquet without a database, and drawn from."""
