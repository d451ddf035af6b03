"""Dateline: a timeline service for diplomatic events."""

from service import bundled_data

__version__ = "0.1.0"

# Every import of the package makes the states of seed/states.json known. An application and the
# commands add those of the operator.
bundled_data.register()
