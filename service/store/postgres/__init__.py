"""The store on PostgreSQL: the one place for what PostgreSQL does in its own way."""
