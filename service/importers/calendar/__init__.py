"""Reads iCalendar files: their blocks, time zones and recurrences, and the resulting events."""
