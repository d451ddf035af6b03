"""iCalendar files: blocks of the file, its zones, its recurrences, the events they give."""
