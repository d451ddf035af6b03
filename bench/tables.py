"""All made-up tables, with the use of each column. No two rows of a table are the same event."""

from __future__ import annotations

from bench.register_tables import REGISTER_TABLES
from bench.research_tables import RESEARCH_TABLES

TABLES = (*RESEARCH_TABLES, *REGISTER_TABLES)
"""Each column is ``(header, use, cell)``. A use is a part of an event for which a mapping may take
the column. With ``-`` a mapping may also leave the column out. If ``-`` stands alone, a mapping
must leave the column out."""
