"""BC and AD are read in the languages of tables, in ranges too, and never one for the other."""

from __future__ import annotations

import pytest

from service.domain import edtf
from service.importers.dates import lenient
from tests.support.rows import each_row


@each_row(
    ("text", "expected"),
    [
        ("753 v. Chr.", "-0752"), ("753 n. Chr.", "0753"), ("753 v.u.Z.", "-0752"),
        ("753 av. J.-C.", "-0752"), ("753 apr. J.-C.", "0753"), ("753 a. C.", "-0752"),
        ("753 d. C.", "0753"), ("753 a.C.", "-0752"), ("753 d.C.", "0753"), ("753 p.n.e.", "-0752"),
        ("753 n.e.", "0753"), ("753 př. n. l.", "-0752"), ("753 pr. n. št.", "-0752"),
        ("753 пр. н. е.", "-0752"), ("753 до н.е.", "-0752"), ("753 н. э.", "0753"),
        ("753 î.Hr.", "-0752"), ("753 d.Hr.", "0753"), ("753 f.Kr.", "-0752"),
        ("753 e.Kr.", "0753"), ("753 eaa.", "-0752"), ("753 π.Χ.", "-0752"), ("753 μ.Χ.", "0753"),
        ("MÖ 753", "-0752"), ("M.Ö. 753", "-0752"), ("753 TCN", "-0752"), ("753 ق.م", "-0752"),
        ('753 לפנה"ס', "-0752"), ("753 ई.पू.", "-0752"), ("기원전 753년", "-0752"),
        ("753–715 v. Chr.", "-0752/-0714"), ("753 v. Chr. – 14 n. Chr.", "-0752/0014"),
        ("753–715 av. J.-C.", "-0752/-0714"), ("753 a.C. - 715 a.C.", "-0752/-0714"),
        ("753–715 до н. э.", "-0752/-0714"), ("기원전 753년 – 기원전 715년", "-0752/-0714"),
        ("um 753 v. Chr.", "-0752~"), ("21. April 753 v. Chr.", "-0752-04-21"),
        ("12 000 BC", None), ("12,000 BC", "Y-11999"), ("12000 BC", "Y-11999"),
        ("12.000 v. Chr.", "Y-11999"), ("30,000 BC - 12,000 BC", "Y-29999/Y-11999"),
        ("March 15, 300 BC", "-0299-03-15"), ("2.5 million BC", None), ("1,5 BC", None),
        ("753 m", None), ("753 c.", None), ("v. Chr.", None),
    ],
)  # fmt: skip
def test_a_year_of_an_era(text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(edtf.DateError):
            lenient(text)
    else:
        assert lenient(text) == expected
