"""The store on SQLite: the only place for code that depends on SQLite."""
