"""Other programs that answer the questions of the bench."""
