"""Independent servers in other languages that answer the questions of the bench."""
