"""Currencies that no longer exist: those before the euro, of the Soviet Union, and others.

The codes are those of ISO 4217 list three (codes for historic denominations), as maintained by
https://github.com/datasets/currency-codes (public domain, February 2026). The last year is the year
of the withdrawal in that list, or the last year in use in CLDR if that is later. The first year is
that of CLDR's supplemental data (Unicode licence, https://cldr.unicode.org); it is open if CLDR has
none. A code that is in use again for a current currency is not in the list.
"""

from __future__ import annotations

_YEARS = """
    ADP:1936-2003 AFA:1927-2003 ALK:1946-1989 ANG:1940-2025 AOK:1977-1991 AON:1990-2000
    AOR:1995-2000 ARA:1985-1992 ARP:1983-1985 ARY:-1990 ATS:1947-2002 AYM:-2005
    AZM:1993-2006 BAD:1992-1998 BEC:1970-1990 BEF:1831-2002 BEL:1970-1990 BGJ:-1990
    BGK:-1990 BGL:1962-2003 BGN:1999-2026 BOP:1963-1987 BRB:1967-1986 BRC:1986-1989
    BRE:1990-1993 BRN:1989-1990 BRR:1993-1994 BUK:1952-1990 BYB:1994-2001 BYR:2000-2017
    CHC:-2004 CSD:2002-2006 CSJ:-1990 CSK:1953-1993 CUC:1994-2021 CYP:1914-2008
    DDM:1948-1990 DEM:1948-2002 ECS:1884-2000 ECV:1993-2000 EEK:1992-2011 ESA:1978-1981
    ESB:1975-1994 ESP:1800-2002 FIM:1963-2002 FRF:1959-2002 GEK:1993-1995 GHC:1979-2008
    GHP:-2007 GNE:-1989 GNS:1972-1986 GQE:1975-1986 GRD:1954-2002 GWE:1914-1981
    GWP:1976-1997 HRD:1991-1995 HRK:1994-2023 IEP:1922-2002 ILP:1948-1981 ILR:1980-1990
    ISJ:1918-1990 ITL:1862-2002 LAJ:-1979 LSM:-1985 LTL:1993-2014 LTT:1992-1993
    LUC:1970-1990 LUF:1944-2002 LUL:1970-1990 LVL:1993-2014 LVR:1992-1994 MGF:1963-2004
    MLF:1962-1984 MRO:1973-2018 MTL:1968-2008 MTP:1914-1983 MVQ:-1989 MXP:1822-1993
    MZE:1975-1981 MZM:1980-2006 NIC:1988-1991 NLG:1813-2002 PEH:-1990 PEI:1985-1991
    PES:1863-1986 PLZ:1950-1997 PTE:1911-2002 RHD:1970-1981 ROK:-1990 ROL:1952-2006
    RUR:1991-2004 SDD:1992-2007 SDP:1957-1998 SIT:1992-2007 SKK:1992-2009 SLL:1964-2023
    SRG:1940-2003 STD:1977-2017 SUR:1961-1992 TJR:1995-2001 TMM:1993-2009 TPE:1959-2002
    TRL:1922-2005 UAK:1992-1996 UGS:1966-1987 UGW:-1990 USS:-2014 UYN:-1989 UYP:1975-1993
    VEB:1871-2008 VEF:2008-2018 VNC:-1990 XEU:1979-1999 XFO:1930-2006 XFU:-2013 XRE:-1999
    YDD:1965-1996 YUD:1966-1990 YUM:1994-2003 YUN:1990-1995 ZAL:1985-1995 ZMK:1968-2013
    ZRN:1993-1999 ZRZ:1971-1994 ZWC:-1989 ZWD:1980-2008 ZWL:2009-2024 ZWN:-2006
    ZWR:2008-2009
"""
"""``code:first-last``."""


def _read(text: str) -> tuple[str, tuple[int | None, int]]:
    code, _, years = text.partition(":")
    first, _, last = years.partition("-")
    return code, (int(first) if first else None, int(last))


HISTORIC: dict[str, tuple[int | None, int]] = dict(map(_read, _YEARS.split()))
"""By code, the first year in use (``None`` if it is not known) and the last year in use."""


def period_error(code: str, first: int | None, last: int | None) -> str | None:
    """A text that says why a currency was not in use in the years from ``first`` to ``last``
    (``None`` is an open end). ``None`` if it was in use in some of them, or is in use now."""
    since, until = HISTORIC.get(code, (None, None))
    if until is None:
        return None
    if (first is not None and first > until) or (
        since is not None and last is not None and last < since
    ):
        years = f"from {since} to {until}" if since else f"until {until}"
        return f"{code} was in use {years}"
    return None
