"""Files of others into events: one importer a file, all listed in ``registry``.

An importer reads a binary stream and yields a ``Record`` for every row: an event, or
the faults that keep it from being one. ``run`` feeds the events to the store in
batches and tells what became of each.
"""
