"""Servers of other origin and language that answer the questions of the bench."""
