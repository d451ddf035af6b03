"""Benches. ``make bench`` compares with other programs, ``make soak`` proves what is promised.

Other commands measure one part each. The first line of a module says which part.
"""
