"""The store on SQLite: the one place for what SQLite does in its own way."""
