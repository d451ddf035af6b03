"""Dateline: a timeline service for diplomatic events."""

from service import bundled_data

__version__ = "0.1.0"

# Whoever imports a part of the service knows the states of seed/states.json; an application
# and the commands add those of the operator.
bundled_data.register()
