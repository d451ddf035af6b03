"""The store on PostgreSQL: the only place for code that depends on PostgreSQL."""
