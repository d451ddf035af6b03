"""Turns the files of other systems into events, with one importer for each kind of file.

``registry`` lists all importers. An importer reads a binary stream and yields a ``Record`` for
every row: an event, or the errors that prevent one. ``run`` stores the events in batches and
reports the result of each row.
"""
