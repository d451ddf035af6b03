"""Dates as people write them: a table of forms, and rules that hold for all dates."""

from __future__ import annotations

import re
import sys
import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.display import MONTHS as NAMES
from service.domain.display import display
from service.domain.written import (
    Ambiguous,
    Hints,
    Unreadable,
    is_old_style,
    looks_like_years,
    read,
)
from tests.support.rows import each_row

READ = {
    "2023-02-28": "2023-02-28",
    "２０２３年２月２８日": "2023-02-28",
    "２０２３－０２－２８": "2023-02-28",
    "２８　Ｆｅｂｒｕａｒｙ　２０２３": "2023-02-28",
    "2023-2-5": "2023-02-05",
    "2008-09": "2008-09",
    "Di., 13.09.2022": "2022-09-13",
    "Dienstag, 13.09.2022": "2022-09-13",
    "Tue 13/09/2022": "2022-09-13",
    "mar. 13/09/2022": "2022-09-13",
    "mar. 13 sept. 2022": "2022-09-13",
    "mar. 2022": "2022-03",
    "вт, 13.09.2022 г.": "2022-09-13",
    "13.09.2022 (вт)": "2022-09-13",
    "вт, 13.09.2022 14:30": "2022-09-13T14:30:00",
    "Mo., 26.09.2022 – Mi., 28.09.2022": "2022-09-26/2022-09-28",
    "понеділок, 26 вересня 2022 р.": "2022-09-26",
    "26 Eylül 2022 Pazartesi": "2022-09-26",
    "الاثنين، 26 سبتمبر 2022": "2022-09-26",
    "2022年9月26日（星期一）": "2022-09-26",
    "2022年9月26日星期一": "2022-09-26",
    "令和4年9月26日（月）": "2022-09-26",
    "2022년 9월 26일(월)": "2022-09-26",
    "2022年9月": "2022-09",
    "2022. 9. 26.": "2022-09-26",
    "6.III.2023": "2023-03-06",
    "6. III. 2023": "2023-03-06",
    "6 VIII 2023": "2023-08-06",
    "6/XII/2023": "2023-12-06",
    "6.x.2023": "2023-10-06",
    "6–8.III.2023": "2023-03-06/2023-03-08",
    "6.III.2023 – 8.IV.2023": "2023-03-06/2023-04-08",
    "1H 2023": "[2023-01..2023-06]",
    "2023H2": "[2023-07..2023-12]",
    "first half of 2023": "[2023-01..2023-06]",
    "the 2nd half of 2023": "[2023-07..2023-12]",
    "premier semestre 2023": "[2023-01..2023-06]",
    "2. Halbjahr 2023": "[2023-07..2023-12]",
    "on or about 6 March 2023": "2023-03-06~",
    "2023/2": "2023-02",
    "2023/02": "2023-02",
    "1970s": "197X",
    "1970's": "197X",
    "the 1970s": "197X",
    "ca. 1850 - 1860": "1850~/1860",
    "1850 - ca. 1860": "1850/1860~",
    "ca. 1850-1860": "1850~/1860",
    "2023-02-28 00:00:00": "2023-02-28T00:00:00",
    "2023-02-28T00:00:00+00:00": "2023-02-28T00:00:00+00:00",
    "2023-02-28T14:30:00.123Z": "2023-02-28T14:30:00.123Z",
    "2023-02-28T14:30:00+0000": "2023-02-28T14:30:00+00:00",
    "2023-02-28 14:30:00.000000+00": "2023-02-28T14:30:00.000000+00:00",
    "between 3 and 7 May 1999": "[1999-05-03..1999-05-07]",
    "between 1850 and 1860": "[1850..1860]",
    "between ca. 1850 and 1860": "[1850~..1860]",
    "before 1990": "[..1989]",
    "after 1945": "[1946..]",
    "before May 1990": "[..1990-04]",
    "before 5 May 1990": "[..1990-05-04]",
    "after 31 Dec 1999": "[2000-01-01..]",
    "Wed 5 May - Fri 7 May 1999": "1999-05-05/1999-05-07",
    "5–7 May 1999": "1999-05-05/1999-05-07",
    "5-7 May 1999": "1999-05-05/1999-05-07",
    "May 5-7, 1999": "1999-05-05/1999-05-07",
    "May 5–June 7, 1999": "1999-05-05/1999-06-07",
    "5 May - 7 June 1999": "1999-05-05/1999-06-07",
    "5 May 1998 - 7 June 1999": "1998-05-05/1999-06-07",
    "Mar-Apr 1999": "1999-03/1999-04",
    "March–April 1999": "1999-03/1999-04",
    "Dec 1998-Jan 1999": "1998-12/1999-01",
    "44 BC": "-0043",
    "44 B.C.": "-0043",
    "44 BCE": "-0043",
    "15 March 44 BC": "-0043-03-15",
    "AD 79": "0079",
    "79 AD": "0079",
    "24 August AD 79": "0079-08-24",
    "44-40 BC": "-0043/-0039",
    "500 BC - 400 BC": "-0499/-0399",
    "spring 1962": "1962-21",
    "winter 1962/63": "1962-28",
    "summer 1962": "1962-22",
    "southern spring 1962": "1962-29",
    "spring 2001 (northern)": "2001-25",
    "26 oct 899": "0899-10-26",
    "1 Jan 1000": "1000-01-01",
    "May 899": "0899-05",
    "12/1999": "1999-12",
    "5/1999": "1999-05",
    "5 or 6 May 1999": "[1999-05-05,1999-05-06]",
    "1999 or 2000": "[1999,2000]",
    "1999-2000": "1999/2000",
    "1999–2000": "1999/2000",
    "1999/2000": "1999/2000",
    "5.-7. Mai 1999": "1999-05-05/1999-05-07",
    "5-7.05.1999": "1999-05-05/1999-05-07",
    "28FEB2023": "2023-02-28",
    "28feb2023": "2023-02-28",
    "2023年2月28日": "2023-02-28",
    "2023-W09": "[2023-02-27..2023-03-05]",
    "2023-W09-2": "2023-02-28",
    "2023-059": "2023-02-28",
    "20230228143000": "2023-02-28T14:30:00",
    "20230228T143000Z": "2023-02-28T14:30:00Z",
    "Tue, 28 Feb 2023 14:30:00 GMT": "2023-02-28T14:30:00Z",
    "Tue Feb 28 2023 14:30:00 GMT+0000 (Coordinated Universal Time)": "2023-02-28T14:30:00+00:00",
    "Tue Feb 28 14:30:00 2023": "2023-02-28T14:30:00",
    "5 May 1999 at 14:30": "1999-05-05T14:30:00",
    "Q1 2023": "2023-33",
    "2023 Q1": "2023-33",
    "2023Q1": "2023-33",
    "1Q2023": "2023-33",
    "first quarter of 2023": "2023-33",
    "H1 2023": "[2023-01..2023-06]",
    "1999?": "1999?",
    "1999 (?)": "1999?",
    "probably May 1999": "1999-05?",
    "c1850": "1850~",
    "c. 1850s": "185X~",
    "19??": "19XX",
    "since 1990": "1990/..",
    "until 1990": "../1990",
    "1990-present": "1990/..",
    "1990 onwards": "1990/..",
    "by 1990": "[..1990]",
    "no later than May 1990": "[..1990-05]",
    "pre-1990": "[..1989]",
    "post-1990": "[1991..]",
    "1990 or earlier": "[..1990]",
    "25 October 1917 O.S.": "1917-11-07",
    "25 October 1917 (Old Style)": "1917-11-07",
    "7 November 1917 N.S.": "1917-11-07",
    "9999-12-31": "9999-12-31",
    "1999-00-00": "1999",
    "1999-05-00": "1999-05",
    "Fri 5 May 2023": "2023-05-05",
    "5 May 2023 (Friday)": "2023-05-05",
    "one of 3 May 1999 or 7 May 1999": "[1999-05-03,1999-05-07]",
    "one of 3 May 1999 to 7 May 1999": "[1999-05-03..1999-05-07]",
    "Friday 5 May - Sunday 7 May 2023": "2023-05-05/2023-05-07",
    "25/12/1999": "1999-12-25",
    "28 02 2023": "2023-02-28",
    "2023 02 28": "2023-02-28",
    "2023 Feb 28": "2023-02-28",
    "1914-1918": "1914/1918",
    "ca. 44 BC": "-0043~",
    "5th of May, 1999": "1999-05-05",
    "the 5th of May 1999": "1999-05-05",
    "28.02.2023": "2023-02-28",
    "28/02/2023": "2023-02-28",
    "2/28/2023": "2023-02-28",
    "28-02-2023": "2023-02-28",
    "20230228": "2023-02-28",
    "2023/2/28": "2023-02-28",
    "2023.02.28": "2023-02-28",
    "28. Februar 2023": "2023-02-28",
    "28 февраля 2023 г.": "2023-02-28",
    "2023 жылғы 28 ақпан": "2023-02-28",
    "1er août 1914": "1914-08-01",
    "5 de noviembre de 2023": "2023-11-05",
    "Feb. 28, 2023": "2023-02-28",
    "Sept. 2022": "2022-09",
    "September, 2022": "2022-09",
    "Sep-2022": "2022-09",
    "2022-Sep": "2022-09",
    "Sep 2022": "2022-09",
    "2022 September": "2022-09",
    "September of 2022": "2022-09",
    "in September 2022": "2022-09",
    "Tuesday, February 28th, 2023": "2023-02-28",
    "28-Feb-2023": "2023-02-28",
    "28/Feb/2023": "2023-02-28",
    "28.Feb.2023": "2023-02-28",
    "Feb-28-2023": "2023-02-28",
    "Feb/28/2023": "2023-02-28",
    "2023-02-28 14:30": "2023-02-28T14:30:00",
    "28.02.2023 14:30": "2023-02-28T14:30:00",
    "2/28/2023 2:30 PM": "2023-02-28T14:30:00",
    "2/28/2023 12:00 AM": "2023-02-28T00:00:00",
    "2/28/2023 12:00:00 AM": "2023-02-28T00:00:00",
    "28/02/2023 00:00:00.000": "2023-02-28T00:00:00.000",
    "2023-02-28T14:30": "2023-02-28T14:30",
    "2023-02-28T14:30Z": "2023-02-28T14:30Z",
    "2023-02-28T14:30:00.000+0300": "2023-02-28T14:30:00.000+03:00",
    "2023-02-28 14:30:00 UTC": "2023-02-28T14:30:00Z",
    "2023-02-28 14:30 GMT": "2023-02-28T14:30:00Z",
    "2023-02-28 14:30:00 +0300": "2023-02-28T14:30:00+03:00",
    "2023-02-28, 14:30": "2023-02-28T14:30:00",
    "Feb 28 2023 2:30PM": "2023-02-28T14:30:00",
    "1 May - 3 May 1999": "1999-05-01/1999-05-03",
    "1–3 May 1999": "1999-05-01/1999-05-03",
    "1 to 3 May 1999": "1999-05-01/1999-05-03",
    "from 1 to 3 May 1999": "1999-05-01/1999-05-03",
    "from 1 May to 3 May 1999": "1999-05-01/1999-05-03",
    "from May 1999 to June 2000": "1999-05/2000-06",
    "1 May 1999 until 3 May 1999": "1999-05-01/1999-05-03",
    "1 May 1999 through 3 May 1999": "1999-05-01/1999-05-03",
    "May 1-3 1999": "1999-05-01/1999-05-03",
    "May 1–3, 1999": "1999-05-01/1999-05-03",
    "May 1 to 3, 1999": "1999-05-01/1999-05-03",
    "May 1 - June 3, 1999": "1999-05-01/1999-06-03",
    "1999 May 1-3": "1999-05-01/1999-05-03",
    "1-3 мая 1999": "1999-05-01/1999-05-03",
    "1.–3. Mai 1999": "1999-05-01/1999-05-03",
    "28.04.-03.05.1999": "1999-04-28/1999-05-03",
    "28.04.1999 – 03.05.1999": "1999-04-28/1999-05-03",
    "1999-05-01 – 1999-05-03": "1999-05-01/1999-05-03",
    "1999-05-01 to 1999-05-03": "1999-05-01/1999-05-03",
    "1999-05-01/1999-05-03": "1999-05-01/1999-05-03",
    "1999-05/1999-06": "1999-05/1999-06",
    "May 1999 – June 2000": "1999-05/2000-06",
    "May-June 1999": "1999-05/1999-06",
    "1998-2002": "1998/2002",
    "1998–2002": "1998/2002",
    "1998 - 2002": "1998/2002",
    "1998/2002": "1998/2002",
    "1998 to 2002": "1998/2002",
    "ca. 1998–2002": "1998~/2002",
    "1998–ca. 2002": "1998/2002~",
    "c. 1998-2002": "1998~/2002",
    "1939-1945": "1939/1945",
    "2001-05": "2001-05",
    "1850s": "185X",
    "the 1850s": "185X",
    "1850's": "185X",
    "1850s-1860s": "185X/186X",
    "circa 1850s": "185X~",
    "44BC": "-0043",
    "44 b.c.e.": "-0043",
    "100 AD": "0100",
    "A.D. 100": "0100",
    "C.E. 100": "0100",
    "500 BC": "-0499",
    "753 BC – 509 BC": "-0752/-0508",
    "753–509 BC": "-0752/-0508",
    "ca. 500 BC": "-0499~",
    "before 1066": "[..1065]",
    "before 15 March 1990": "[..1990-03-14]",
    "prior to May 1990": "[..1990-04]",
    "after 1066": "[1067..]",
    "after May 1990": "[1990-06..]",
    "after 31 December 1990": "[1991-01-01..]",
    "since May 1990": "1990-05/..",
    "until May 1990": "../1990-05",
    "till 1990": "../1990",
    "1990 to present": "1990/..",
    "May 1990 onwards": "1990-05/..",
    "by May 1990": "[..1990-05]",
    "between 1990 and 1995": "[1990..1995]",
    "between May and June 1990": "[1990-05..1990-06]",
    "between 3 May and 7 June 1999": "[1999-05-03..1999-06-07]",
    "between 3 May 1999 and 7 June 2000": "[1999-05-03..2000-06-07]",
    "sometime between 1990 and 1995": "[1990..1995]",
    "3 or 4 May 1999": "[1999-05-03,1999-05-04]",
    "May or June 1999": "[1999-05,1999-06]",
    "May 1999 or June 2000": "[1999-05,2000-06]",
    "either 1999 or 2000": "[1999,2000]",
    "1999~": "1999~",
    "1999%": "1999%",
    "1999-05?": "1999-05?",
    "~1999": "1999~",
    "c.1999": "1999~",
    "ca 1999": "1999~",
    "circa May 1999": "1999-05~",
    "approximately 1999": "1999~",
    "about 5 May 1999": "1999-05-05~",
    "around 1999": "1999~",
    "possibly 1999": "1999?",
    "1999 (approx.)": "1999~",
    "1999 (uncertain)": "1999?",
    "1999 circa": "1999~",
    "199X": "199X",
    "19XX": "19XX",
    "199x": "199X",
    "19--": "19XX",
    "Q3 2020": "2020-35",
    "2020-Q3": "2020-35",
    "Q3/2020": "2020-35",
    "3rd quarter 2020": "2020-35",
    "third quarter of 2020": "2020-35",
    "H1 2020": "[2020-01..2020-06]",
    "2020 H2": "[2020-07..2020-12]",
    "spring 2020": "2020-21",
    "Spring of 2020": "2020-21",
    "the spring of 2020": "2020-21",
    "autumn 2020": "2020-23",
    "fall 2020": "2020-23",
    "winter 2020-21": "2020-28",
    "winter 2020/2021": "2020-28",
    "winter 2020–21": "2020-28",
    "southern winter 2020": "2020-32",
    "summer 2020/21": "2020-30",
    "2023W09": "[2023-02-27..2023-03-05]",
    "2020-366": "2020-12-31",
    "1900-01-00": "1900-01",
    "1900-00-00": "1900",
    "29 Feb 2000": "2000-02-29",
    "0044": "0044",
    "-0044": "-0044",
    "Y12000": "Y12000",
    "1 May 1999 (Saturday)": "1999-05-01",
    "Sat 1 May 1999": "1999-05-01",
    "15 July 1099 O.S.": "1099-07-21",
    "25 Oct. 1917 (O.S.)": "1917-11-07",
    "2023年2月": "2023-02",
    "2023년 2월 28일": "2023-02-28",
    "5th-7th May 1999": "1999-05-05/1999-05-07",
    "5th to 7th of May 1999": "1999-05-05/1999-05-07",
    "1999 May": "1999-05",
    "05.1999": "1999-05",
    "05-1999": "1999-05",
    "1999.05.05": "1999-05-05",
}

READ |= {
    "in 1999": "1999", "the year 1999": "1999", "in the year 1999": "1999", "44 B.C": "-0043",
    "14–37 AD": "0014/0037", "44 BC - AD 14": "-0043/0014", "c. 1850 or 1851": "[1850~,1851]",
    "12/30/1998 - 01/02/1999": "1998-12-30/1999-01-02", "Spring 1962 - Autumn 1963":
    "1962-21/1963-23", "1999 or 2000 or 2001": "[1999,2000,2001]", "1900-00": "1900",
    "ca. May 1850 - June 1851": "1850-05~/1851-06", "not before 1999": "[1999..]",
    "between May 5 and 7, 1999": "[1999-05-05..1999-05-07]", "before 44 BC": "[..-0044]",
}  # fmt: skip

SEVERAL: dict[str, tuple[str, ...]] = {
    "2008/09": (
        "2008-09",
        "2008/2009",
    ),
    "2020-21": (
        "2020-21",
        "2020/2021",
    ),
    "2008-9": (
        "2008-09",
        "2008/2009",
    ),
    "1998/02": (
        "1998-02",
        "1998/2002",
    ),
    "1986.5": (
        "1986-05",
        "1986",
    ),
    "1910-30": (
        "1910-30",
        "1910/1930",
    ),
    "1999-00": ("1999/2000",),
    "1800s": (
        "18XX",
        "180X",
    ),
    "70s": (
        "197X",
        "187X",
    ),
    "Dec-Jan 1999": (
        "1998-12/1999-01",
        "1999-12/2000-01",
    ),
    "28 Dec - 3 Jan 2023": (
        "2022-12-28/2023-01-03",
        "2023-12-28/2024-01-03",
    ),
    "winter 1962": (
        "1961-28",
        "1962-28",
    ),
    "1999/12": (
        "1999-12",
        "1999/2012",
    ),
    "5/6 May 1999": (
        "1999-05-05/1999-05-06",
        "[1999-05-05,1999-05-06]",
    ),
    "Mar/Apr 1999": (
        "1999-03/1999-04",
        "[1999-03,1999-04]",
    ),
    "05.05.1999-07.05.1999": (
        "1999-05-07",
        "1999-07-05",
    ),
    "19th century": (
        "18XX",
        "[1801..1900]",
    ),
    "199?": (
        "199X",
        "0199?",
    ),
    "from 1990": (
        "1990/..",
        "1990/",
    ),
    "1990-": (
        "1990/..",
        "1990/",
    ),
    "10/21 February 1699": (
        "1699-02-10/1699-02-21",
        "[1699-02-10,1699-02-21]",
        "1699-02-21",
    ),
    "0000-00-00": ("0000",),
    "5/11/1876": (
        "1876-11-05",
        "1876-05-11",
    ),
    "5.11.2023 14:30": (
        "2023-11-05",
        "2023-05-11",
    ),
    "1914–18": ("1914/1918",),
    "05/05/0000": ("0000-05-05",),
    "5 May 0000": ("0000-05-05",),
    "May 0000": ("0000-05",),
    "0000/5/5": ("0000-05-05",),
    "0000-05-05 10:00": ("0000",),
    "12/0000": ("0000-12",),
    "2 February 1722/23": ("1722-02-02/1722-02-23", "1723-02-02"),
    "February 2, 1722/3": ("1723-02-02",),
    "11 Feb. 1731/32": ("1732-02-11",),
    "11 February 1731/32": ("1732-02-11", "[1731-02-11,1732-02-11]"),
    "11 February 1731/2": ("1732-02-11",),
    "February 1731/2": ("1732-02",),
    "29 February 1739/40": ("1740-02-29",),
    "01.05.1999 - 03.05.1999": (
        "1999-05-01",
        "1999-01-05",
    ),
    "01.05.-03.05.1999": (
        "--05-01",
        "--01-05",
    ),
    "1998-": (
        "1998/..",
        "1998/",
    ),
    "–1998": (
        "../1998",
        "/1998",
    ),
    "1998–": (
        "1998/..",
        "1998/",
    ),
    "1939–45": ("1939/1945",),
    "1939/45": ("1939/1945",),
    "2008/9": (
        "2008-09",
        "2008/2009",
    ),
    "2001/05": (
        "2001-05",
        "2001/2005",
    ),
    "2012-13": ("2012/2013",),
    "1900s": (
        "19XX",
        "190X",
    ),
    "2000s": (
        "20XX",
        "200X",
    ),
    "20th century": (
        "19XX",
        "[1901..2000]",
    ),
    "the 20th century": (
        "19XX",
        "[1901..2000]",
    ),
    "21st c.": (
        "20XX",
        "[2001..2100]",
    ),
    "1990–": (
        "1990/..",
        "1990/",
    ),
    "198-": (
        "198X",
        "0198?",
    ),
    "winter 2020": (
        "2019-28",
        "2020-28",
    ),
    "northern winter 2020": (
        "2019-28",
        "2020-28",
    ),
    "southern summer 2020": (
        "2019-30",
        "2020-30",
    ),
    "-1": (
        "0000",
        "-0001",
    ),
    "-44": (
        "-0043",
        "-0044",
    ),
    "to 1999": (
        "../1999",
        "/1999",
    ),
    "11/24 February 1918": (
        "1918-02-11/1918-02-24",
        "[1918-02-11,1918-02-24]",
        "1918-02-24",
    ),
    "1752/3": (
        "1752-03",
        "1752/1753",
    ),
    "May 1999-": (
        "1999-05/..",
        "1999-05/",
    ),
    "1999.05": (
        "1999-05",
        "1999",
        "1999/2005",
    ),
}

READ |= {
    "\u200e25\u200e/\u200e5\u200e/\u200e1999": "1999-05-25", "\u202a1999-05-05\u202c": "1999-05-05",
    "\ufeff1999": "1999", "\u2066May 1999\u2069": "1999-05", "1999-05-05 10:00:00-05":
    "1999-05-05T10:00:00-05:00", "1999-05-05 10:00 GMT-05:00": "1999-05-05T10:00:00-05:00",
    "1999-05-05T10:00-05:00": "1999-05-05T10:00-05:00",
    "1999-05-05 10:00 -0500": "1999-05-05T10:00:00-05:00",
}  # fmt: skip

SEVERAL["Dec/Jan 1999"] = ("1998-12/1999-01", "1999-12/2000-01")
SEVERAL["6/X/2023"] = ("2023-10-06", "2023")
SEVERAL["5 May 1999 / 6 May 1999"] = ("1999-05-05/1999-05-06", "[1999-05-05,1999-05-06]")

READ |= {
    "February 24, 2022 → March 1, 2022": "2022-02-24/2022-03-01",
    "2022/02/24 -> 2022/03/01": "2022-02-24/2022-03-01",
    "1939 ⟶ 1945": "1939/1945",
    "July 22, 2022 3:00 PM → July 23, 2022 5:00 PM": "2022-07-22T15:00:00/2022-07-23T17:00:00",
    "12 March 1999[1]": "1999-03-12",
    "March 1999 [2][note 3]": "1999-03",
    "1999[a]": "1999",
    "[1999]": "[1999]",
    "5 January 1750 [OS]": "1750-01-16",
}

TWO_TIMES = (
    "5 May 1999 10:00-12:00", "1999-05-05 10:00-12:00", "5 May 1999, 10:00 - 12:00",
    "5 May 1999 at 9:30-11:00", "1999-05-05 22:00-02:00", "25.5.1999 10:00-12:00",
)  # fmt: skip


REFUSED = {
    "July 22, 2022 3:00 PM → 5:00 PM": "has two times",
    "July 22, 2022 3:00 PM (GMT+3) → 5:00 PM": "has two times",
    "22 July 2022 15:00 → 17:00": "has two times",
    "199[5]": "is not an EDTF date",  # libraries: a part of the year is known from elsewhere
    "12 March 19[99]": "is not an EDTF date",
    "1850[s]": "is not an EDTF date",  # the rest are words of a date, and no marks of footnotes
    "1850 [ca]": "is not an EDTF date",
    "3000 [BC]": "is not an EDTF date",
    "1443 [AH]": "is not an EDTF date",
    "1850 May [12]": "is not an EDTF date",
    "1750 [51]": "is not an EDTF date",
    "1999-05-05 10:00–12:00": "has two times",
    "1999-05-05 14:00-16:00": "has two times",
    "\u202e9991": "is not an EDTF date",
    "early 1990s": "a part of a longer time",
    "начало декабря 2022": "'начало декабря 2022': a part of a longer time",
    "mid-1990s": "a part of a longer time",
    "late May 1999": "a part of a longer time",
    "877": "has no year of four digits; write '0",
    "13/1999": "is not a month",
    "May 5-7": "has no year",
    "5 May": "has no year",
    "May": "has no year",
    "Jan-05": "has no year",
    "2023-02-28 2030": "has no month",
    "2023-02-28 2024": "has no month",
    "2023-2-28 2359": "has no month",
    "12 1850 - 31 12 2023": "has no month",
    "5 May 1999 - 7 2000": "has no month",
    "Tuesday, February 2023": "has a weekday but no day",
    "July 1776 (Thursday)": "has a weekday but no day",
    "Monday 44 BC": "has a weekday but no day",
    "May 1999 - Tuesday June 1999": "has a weekday but no day",
    "Monday 5 May - 7 May 1999": "was a Wednesday",
    "Di., 26.09.2022": "was a Monday",
    "26.09.2022 (вт)": "was a Monday",
    "2022年9月26日（星期二）": "was a Monday",
    "Mar 26/09/2022 14:30": "was a Monday",
    "28 Feb 2023 14:300": "is not an EDTF date",
    "2023-02-28 14:30001": "is not an EDTF date",
    "23-02-28": "'1923', '2023', '1928' or '2028'",
    "03-02-01": "'1903', '2003', '1901' or '2001'",
    "28.02.23": "'1928', '2028', '1923' or '2023'",
    "28.13.23": "the century is not known: '1923' or '2023'",
    "99/12/31": "the century is not known: '1999' or '2099'",
    "May '99": "two digits, the century is not known",
    "5 May 99": "two digits, the century is not known",
    "5-May-99": "two digits, the century is not known",
    "May 99": "two digits, the century is not known",
    "44985": "day number of a spreadsheet",
    "44985.5": "day number of a spreadsheet",
    "1677542400": "seconds since 1970",
    "1677542400000": "seconds since 1970",
    "5 May 1999 2:30 pm EST": "offset from UTC",
    "FY2023": "when such a year begins",
    "FY 2022/23": "when such a year begins",
    "fiscal year 2023": "when such a year begins",
    "3rd century BC": "write the years instead",
    "n.d.": "is not an EDTF date",
    "unknown": "is not an EDTF date",
    "today": "is not an EDTF date",
    "Monday, 28 February 2023": "was a",
    "31 February 2020": "has no day",
    "1/2/03": "two digits, the century is not known",
    "the week of 5 May 1999": "is not an EDTF date",
    "28-Feb-23": "two digits, the century is not known",
    "2023-02-28 14:30 CET": "offset from UTC",
    "14:30": "is not an EDTF date",
    "2023-02-28 25:00": "no such time",
    "1999-05-01..1999-05-03": "is not an EDTF date",
    "1999-05-01/03": "is not an EDTF date",
    "2002-1998": "ends before it begins",
    "2022-02-24 to 2022-02-20": "ends before it begins",
    "24 Feb 2022 - 20 Feb 2022": "ends before it begins",
    "2023.16": "looks like a fraction of a year",
    "1986.54": "looks like a fraction of a year",
    "late 1850s": "a part of a longer time",
    "early 20th century": "a part of a longer time",
    "5th century BC": "write the years instead",
    "between 1999": "is not an EDTF date",
    "?1999": "is not an EDTF date",
    "FY2020": "when such a year begins",
    "FY 2020": "when such a year begins",
    "FY20": "when such a year begins",
    "FY2019/20": "when such a year begins",
    "academic year 2019/20": "when such a year begins",
    "spring/summer 2020": "is not an EDTF date",
    "week 9 2023": "is not an EDTF date",
    "2023-W54": "has no week",
    "2023-366": "has no day",
    "6 XIII 2023": "is not an EDTF date",
    "31.II.2023": "has no day",
    "first half of March 2023": "a part of a longer time",
    "1.5": "is not an EDTF date",
    "5": "is not an EDTF date",
    "12": "is not an EDTF date",
    "January": "has no year",
    "5 January": "has no year",
    "January 5": "has no year",
    "Jan 5": "has no year",
    "01.02.03": "two digits, the century is not known",
    "5 Jan 03": "two digits, the century is not known",
    "Jan 5, 03": "two digits, the century is not known",
    "Jan 5 '03": "two digits, the century is not known",
    "'03": "is not an EDTF date",
    "00/00/0000": "is not a date",
    "1900-13-01": "is not a month",
    "1900-02-30": "has no day",
    "30 February 2000": "has no day",
    "31/04/2020": "has no day",
    "29 Feb 1900": "has no day",
    "0": "is not an EDTF date",
    "12000": "day number of a spreadsheet",
    "n/a": "is not an EDTF date",
    "undated": "is not an EDTF date",
    "s.d.": "is not an EDTF date",
    "TBD": "is not an EDTF date",
    "yesterday": "is not an EDTF date",
    "now": "is not an EDTF date",
    "Easter 1999": "is not an EDTF date",
    "Christmas 1999": "is not an EDTF date",
    "1999-05-05T": "is not an EDTF date",
    "1999-05-05 to": "is not an EDTF date",
    "5 May 1999 and 7 May 1999": "is not an EDTF date",
    "5 and 7 May 1999": "is not an EDTF date",
    "5, 6 and 7 May 1999": "is not an EDTF date",
    "5 May 1999; 7 May 1999": "is not an EDTF date",
    "mid-May 1999": "a part of a longer time",
    "end of May 1999": "a part of a longer time",
    "beginning of 1999": "a part of a longer time",
    "early 1999": "a part of a longer time",
    "Sunday 1 May 1999": "was a",
    "25 October (7 November) 1917": "is not an EDTF date",
    "10 Thermidor II": "is a date of the French Republican calendar",
    "5 Muharram 1440": "is a date of the Islamic calendar",
    "R. 5 May 1999": "is not an EDTF date",
    "May 5th-7th, 1999": "is not an EDTF date",
}


@each_row(("text", "expected"), READ.items())
def test_what_means_one_thing_is_read_as_that(text: str, expected: str) -> None:
    assert read(text) == expected
    assert edtf.parse(expected).text == expected


@each_row(("text", "readings"), SEVERAL.items())
def test_what_can_mean_several_things_is_refused_and_each_is_named(
    text: str, readings: tuple[str, ...]
) -> None:
    with pytest.raises(Ambiguous) as refused:
        read(text)
    for each in readings:
        assert repr(each) in str(refused.value)
        if not each.startswith("--"):
            edtf.parse(each)


@pytest.mark.parametrize("text", TWO_TIMES)
def test_two_times_of_a_day_may_be_one_with_its_offset(text: str) -> None:
    with pytest.raises(Ambiguous, match=r"can be from \d\d:.. to \d\d:.. or .* at the offset -"):
        read(text)


@each_row(("text", "reason"), REFUSED.items())
def test_what_is_no_date_is_refused_for_this_reason(text: str, reason: str) -> None:
    with pytest.raises(edtf.DateError, match=re.escape(reason)) as refused:
        read(text)
    assert not isinstance(refused.value, Ambiguous)


NEAREST = {
    "Septmeber 2022": "September 2022",
    "Feburary 28, 2023": "February 28, 2023",
    "6 Marhc - 8 Arpil 2023": "6 March - 8 April 2023",
    "Wendesday 8 March 2023": "Wednesday 8 March 2023",
    "sprng 2022": "spring 2022",
    "cirka 1850": "circa 1850",
    "1999-05-01/03": "1999-05-01/1999-05-03",
    "1999-05/07": "1999-05/1999-07",
    "1999-05-01..1999-05-03": "1999-05-01/1999-05-03",
    "week 9 2023": "2023-W09",
    "KW 10/2023": "2023-W10",
    "week of 6 March 2023": "[2023-03-06..2023-03-12]",
    "w/c 8 March 2023": "[2023-03-08..2023-03-14]",
    "week ending Sunday 5 March 2023": "[2023-02-27..2023-03-05]",
    "6 March 2023 (to be confirmed)": "6 March 2023",
    "March 2023 [day unknown]": "March 2023",
}
"""Texts that are refused, with the nearest spelling that can be read."""
NONE_NEAR = ("week of 8 March 2023", "unknown", "Jahren 2022", "week 60 2023", "Feburary 30, 2023",
             "1999-05-03/01", "n.d. (2022?)")  # fmt: skip


@pytest.mark.parametrize(("text", "near"), NEAREST.items())
def test_what_is_no_date_is_refused_with_the_nearest_date(text: str, near: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.nearest == near
    assert str(refused.value) == f"{text!r} is not an EDTF date; nearest: {near}"
    assert read(near)


@pytest.mark.parametrize("text", NONE_NEAR)
def test_what_is_near_no_date_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.nearest is None
    assert str(refused.value).endswith(edtf.EXAMPLES)


def test_the_table_is_large() -> None:
    assert len(READ) > 250
    assert len(SEVERAL) > 45
    assert len(REFUSED) > 90


@each_row(
    ("text", "hints", "expected"),
    [
        ("5/11/1876", Hints("dmy"), "1876-11-05"),
        ("5/11/1876", Hints("mdy"), "1876-05-11"),
        ("01.05.-03.05.1999", Hints("dmy"), "1999-05-01/1999-05-03"),
        ("3-5/4/2023", Hints("dmy"), "2023-04-03/2023-04-05"),
        ("3-5/4/2023", Hints("mdy"), None),
        ("3-5.4.2023", Hints("mdy"), None),
        ("2008/09", Hints(years="span"), "2008/2009"),
        ("2008/09", Hints(years="month"), "2008-09"),
        ("2008-09", Hints(years="span"), "2008/2009"),
        ("2023-02", Hints(years="span"), "2023-02"),
        ("2020-21", Hints(years="span"), "2020/2021"),
        ("2020-21", Hints(years="month"), "2020-21"),
        ("1999-00", Hints(years="span"), "1999/2000"),
        ("1914–18", Hints(years="span"), "1914/1918"),
        ("2008-9", Hints(years="span"), "2008/2009"),
        ("1986.5", Hints(years="month"), "1986-05"),
        ("25 October 1917", Hints(calendar="julian"), "1917-11-07"),
        ("29 Feb 1900", Hints(calendar="julian"), "1900-03-13"),
        ("Thursday 25 October 1917", Hints(calendar="julian"), None),
        ("Wednesday 25 October 1917", Hints(calendar="julian"), "1917-11-07"),
        ("February 1917", Hints(calendar="julian"), "[1917-02-14..1917-03-13]"),
        ("1917~", Hints(calendar="julian"), "[1917-01-14~..1918-01-13~]"),
        ("5-7 May 1799", Hints(calendar="julian"), "1799-05-16/1799-05-18"),
        ("before 1 May 1799", Hints(calendar="julian"), "[..1799-05-11]"),
        ("15 March 44 BC", Hints(calendar="julian"), "-0043-03-13"),
        ("7 November 1917 N.S.", Hints(calendar="julian"), "1917-11-07"),
        ("1810s", Hints(calendar="julian"), None),
    ],
)
def test_a_hint_decides(text: str, hints: Hints, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(edtf.DateError):
            read(text, hints)
    else:
        assert read(text, hints) == expected


@pytest.mark.parametrize(
    ("texts", "years"),
    [
        (["2008-09", "2012-13"], True),
        (["1998-99", "1999-00", "2001-02"], True),
        (["2008-09", "2009-10", "2010-11"], True),
        (["2008-09"], False),
        (["2008-09", "2008-10", "2008-12"], False),
        (["2008-09", "2020-21"], True),
        (["2008", "2009-05-01"], False),
    ],
)
def test_a_column_of_two_years_is_known_by_its_other_cells(texts: list[str], years: bool) -> None:
    assert looks_like_years(texts) is years


def test_years_in_a_column_of_such_are_no_months() -> None:
    with pytest.raises(Ambiguous, match="2008/2009"):
        read("2008-09", Hints(doubt=True))
    assert read("2008-10-05", Hints(doubt=True)) == "2008-10-05"
    assert read("2023-02", Hints(doubt=True)) == "2023-02"


DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31))
FORMS = {
    "%-d %B %Y", "%B %-d, %Y", "%d-%b-%Y", "%Y/%m/%d", "%Y.%-m.%-d", "%A, %-d %B %Y", "%d%b%Y",
    "the %-dth of %B %Y", "%Y-%j", "%G-W%V-%u", "%b-%d-%Y", "%Y年%-m月%-d日", "%Y %b %-d",
    "%a %b %d %Y", "on %-d %B, %Y", "%-d. %B %Y",
}  # fmt: skip
NUMBERS = {"%Y/%m/%d", "%Y.%-m.%-d"}
UNCLEAR = range(1300, 1480)
"""A day in numbers that has one of these years may be one of another calendar."""


@given(DAYS, st.sampled_from(sorted(FORMS)))
def test_a_day_that_is_written_out_is_read_as_that_day(day: date, form: str) -> None:
    assume(form not in NUMBERS or day.year not in UNCLEAR)
    assert read(day.strftime(form)) == day.isoformat()


CLOCKS = ("%H:%M", "%H:%M:%S", "%-I:%M %p", "%I:%M:%S %p", "%H:%M:%S.%f", "%H:%M:%SZ",
          "%H:%M:%S UTC", "%H:%M:%S +0300", "%H:%M:%S+03:00")  # fmt: skip


@given(
    st.datetimes(datetime(1000, 1, 1)),
    st.sampled_from(CLOCKS),
    st.sampled_from(["%Y-%m-%d %C", "%-d %B %Y %C", "%a, %d %b %Y %C", "%B %-d, %Y at %C"]),
)
def test_a_day_with_a_time_stays_on_that_day_at_that_time(
    moment: datetime, clock: str, form: str
) -> None:
    found = read(moment.strftime(form.replace("%C", clock)))
    assert found.startswith(f"{moment:%Y-%m-%dT%H:%M}")
    assert edtf.parse(found).earliest == moment.date().toordinal()


@given(DAYS, st.integers(1, 400), st.sampled_from([" - ", "–", " to ", " until ", " through "]))
def test_a_range_has_its_two_days_as_bounds_and_no_other(day: date, more: int, sign: str) -> None:
    last = day + timedelta(more)
    for form in ("%-d %B %Y", "%B %-d, %Y", "%Y-%m-%d"):
        found = edtf.parse(read(day.strftime(form) + sign + last.strftime(form)))
        assert (found.earliest, found.latest) == (day.toordinal(), last.toordinal())
        assert found.extent == "span"
    both = f"{day:%-d %B %Y} and {last:%-d %B %Y}"
    found = edtf.parse(read(f"between {both}"))
    assert (found.earliest, found.latest) == (day.toordinal(), last.toordinal())
    assert found.extent == "instant"


@given(DAYS, st.integers(1, 27), st.sampled_from(["-", "–", " - ", " to "]))
def test_what_two_days_share_may_be_said_once(day: date, more: int, sign: str) -> None:
    last = day + timedelta(more)
    assume(last.year == day.year)
    year = f"{day:%Y}"
    texts = [f"{day:%-d %B}{sign}{last:%-d %B} {year}", f"{day:%B %-d}{sign}{last:%B %-d}, {year}"]
    if day.month == last.month:
        texts += [f"{day.day}{sign}{last:%-d %B} {year}", f"{day:%B %-d}{sign}{last.day}, {year}",
                  f"{day.day}{sign}{last.day}.{day.month}.{year}"]  # fmt: skip
        if sign != "-" or day.year in UNCLEAR:
            texts.pop()
    for text in texts:
        assert read(text) == f"{day}/{last}", text


@given(DAYS)
def test_before_and_after_leave_out_the_day_that_they_name(day: date) -> None:
    assume(day.year < 9998)
    before, after = (edtf.parse(read(f"{word} {day:%-d %B %Y}")) for word in ("before", "after"))
    assert (before.earliest, before.latest) == (None, day.toordinal() - 1)
    assert (after.earliest, after.latest) == (day.toordinal() + 1, None)
    for word, year in (("before", -1), ("after", 1)):
        found = edtf.parse(read(f"{word} {day:%Y}"))
        edge = found.latest if year < 0 else found.earliest
        assert edge is not None
        assert calendar.civil(edge)[0] == day.year + year


WHOLE = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
    st.integers(-3000, -1).map(calendar.year_text),
    st.builds("{:04}-{}".format, st.integers(1000, 9000), st.sampled_from([21, 22, 23, 25, 26, 29,
                                                                          33, 34, 35, 36])),
)  # fmt: skip
POINTS = st.one_of(
    WHOLE,
    DAYS.map(lambda day: f"{day.isoformat()}T14:30:00+05:00"),
    st.integers(100, 999).filter(lambda each: each % 10).map("{}X".format),
)
MARKED = st.builds(str.__add__, POINTS, st.sampled_from(["", "", "~", "?", "%"]))


@given(MARKED)
def test_a_date_in_the_words_that_we_show_is_read_back(text: str) -> None:
    assert read(display(edtf.parse(text))) == text


@given(WHOLE, WHOLE, st.sampled_from(["{}/{}", "[{}..{}]", "[{},{}]"]))
def test_several_dates_in_the_words_that_we_show_are_read_back(
    one: str, other: str, form: str
) -> None:
    first, last = sorted((one, other), key=lambda text: edtf.parse(text).earliest or 0)
    before, after = edtf.parse(first).latest, edtf.parse(last).earliest
    assume(before is not None and after is not None and before < after)
    text = form.format(first, last)
    assert read(display(edtf.parse(text))) == text


@given(POINTS, st.sampled_from(["{}/..", "../{}", "[{}..]", "[..{}]", "{}/", "/{}"]))
def test_open_ends_in_the_words_that_we_show_are_read_back(point: str, form: str) -> None:
    assume("T" not in point)
    text = form.format(point)
    assert read(display(edtf.parse(text))) == text


@given(st.integers(1, 9999), st.integers(1, 12), st.sampled_from(["BC", "BCE", "AD", "CE"]))
def test_years_of_an_era_are_those_years(year: int, month: int, era: str) -> None:
    astronomical = year if era in ("AD", "CE") else 1 - year
    assert read(f"{year} {era}") == calendar.year_text(astronomical)
    assert read(f"5 {NAMES[month - 1]} {year} {era}") == (
        f"{calendar.year_text(astronomical)}-{month:02}-05"
    )


def julian_day_number(year: int, month: int, day: int) -> int:
    """The number of a date of the Julian calendar (Meeus, Astronomical Algorithms, chapter 7)."""
    shift = (14 - month) // 12
    y, m = year + 4800 - shift, month + 12 * shift - 3
    return day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083


@given(st.integers(-3000, 3000).filter(bool), st.integers(1, 12), st.integers(1, 28))
def test_julian_days_agree_with_the_formula_of_astronomers(year: int, month: int, day: int) -> None:
    text = f"{calendar.year_text(year)}-{month:02}-{day:02}"
    found = edtf.parse(read(text, Hints(calendar="julian"))).earliest
    assert found == julian_day_number(year, month, day) - 1721425


@pytest.mark.parametrize(
    ("words", "day", "old"),
    [
        ("25 October 1917", "1917-11-07", True), ("25.10.1917", "1917-11-07", True),
        ("25 October 1917 O.S.", "1917-11-07", True), ("7 November 1917", "1917-11-07", False),
        ("in October", "1917-11-07", False), ("1 January 1900", "1900-01-13", True),
        ("20 December 1899", "1900-01-01", True), ("1917", "1917", False),
        ("February 1917", "[1917-02-14..1917-03-13]", True),
    ],
)  # fmt: skip
def test_old_style_words_are_known_by_the_day_that_they_give(
    words: str, day: str, old: bool
) -> None:
    assert is_old_style(words, day) is old
    assert ("O.S." in display(edtf.parse(day), words)) is old


@given(st.integers(1500, 1930), st.integers(1, 12), st.integers(1, 28), st.integers(0, 400))
def test_words_of_julian_days_are_old_style_in_each_form(
    year: int, month: int, day: int, length: int
) -> None:
    first = calendar.ordinal(year, month, day)
    last = (calendar.civil(first + length)) if length else (year, month, day)
    name, end = NAMES[month - 1], NAMES[last[1] - 1]
    forms = [f"{day} {name} {year}", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}"]
    if (last[1], last[2]) != (2, 29) and length:
        forms = [f"{day} {name} {year} to {last[2]} {end} {last[0]}",
                 f"{year}-{month:02}-{day:02}/{last[0]}-{last[1]:02}-{last[2]:02}",
                 f"{name} {year} to {last[2]} {end} {last[0]}" if last[:2] > (year, month) else "",
                 f"{year} to {last[0]}" if last[0] > year else ""]  # fmt: skip
    for words in filter(None, forms):
        assert is_old_style(words, read(words, Hints(calendar="julian")))


def test_words_without_the_numbers_of_the_julian_day_are_not_read() -> None:
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        for minute in range(20, 60):
            assert not is_old_style(f"2012-08-01 05:{minute:02} – 20:00", "2012-08-01T05:00")
            assert not is_old_style(f"2012-08-01 05:{minute:02} - 20:00", "2012-08-01T05:00")
    finally:
        sys.setprofile(None)
    assert calls < 80 * 60  # reading one of them three times takes thousands


WORDS = ("5", "7", "05", "99", "1999", "2008", "09", "May", "mai", "Sun", "circa", "~", "?", "to",
         "-", "–", "/", ".", "between", "and", "before", "BC", "AD", "the", "of", "early", "1990s",
         "Q1", "spring", "14:30", "T", "Z", "+0000", "PM", "FY", "or", ",", "(", ")", "XX", "O.S.",
         " ", "1850", "W09", "century", "since", "[", "]")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=80)
       | st.lists(st.sampled_from(WORDS), max_size=9).map("".join))  # fmt: skip
def test_any_text_is_a_date_with_no_year_that_it_does_not_say_or_an_error(text: str) -> None:
    try:
        found = edtf.parse(read(text))
    except edtf.DateError:
        return
    if found.undated:
        return
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    years = {calendar.civil(day)[0] for day in (found.earliest, found.latest) if day is not None}
    near = {number + step for number in numbers for step in (-1, 0, 1)}
    near |= {1 - number for number in numbers} | {-number for number in numbers}
    near |= {2 - number for number in numbers}
    vague = re.search(r"X|0s|\?\?|--|__|\d[_x]", text + found.text) or "19" in text
    glued = re.search(r"\d{5}", text)
    assert vague or glued or years <= near, (text, found.text)


@pytest.mark.parametrize("text", ["9" * 64, "5" * 30 + " May", "- " * 32, "May " * 16, "1/" * 32,
                                  "between " * 8, "or " * 21, "5–" * 32, "1999-" * 12,
                                  "circa " * 10, "(" * 64, "T1:11:11" * 8, "Septmebre " * 6,
                                  "1(" * 32, "1[)" * 21])  # fmt: skip
def test_no_text_takes_twenty_milliseconds(text: str) -> None:
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        with pytest.raises(edtf.DateError) as refused:
            read(text)
        assert str(refused.value)
        best = min(best, time.perf_counter() - start)
    assert best < 0.02


@pytest.mark.parametrize(
    ("text", "readings"),
    [("since the 1900s", {"19XX/..", "190X/.."}), ("until the 1900s", {"../19XX", "../190X"}),
     ("before the 1900s", {"[..1899-12-31]"}),
     ("after the 1900s", {"[2000-01-01..]", "[1910-01-01..]"}),
     ("с 1900-х", {"19XX/..", "190X/.."}), ("since the 19th century", {"18XX/.."})],
)  # fmt: skip
def test_an_open_end_of_a_time_with_two_meanings_has_both(text: str, readings: set[str]) -> None:
    with pytest.raises(Ambiguous) as refused:
        read(text)
    assert set(refused.value.readings.values()) == readings


def test_an_open_end_beside_a_century_is_read_as_it_is_shown() -> None:
    for known in ("18XX/..", "../20XX"):
        assert read(display(edtf.parse(known))) == known
