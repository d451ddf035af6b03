"""Names as comparable words: accents do not count, letters do, also where a mark makes a letter."""

from __future__ import annotations

from service.domain.slug import slug
from tests.support.rows import each_row

SAME = (
    ("José Ñandú", "jose nandu"), ("Đỗ Mười", "đo muoi"), ("Straße AG", "STRASSE AG"),
    ("Ελλάδα", "ΕΛΛΑΔΑ"), ("Ёлкин", "Елкин"), ("مُحَمَّد", "محمد"),
    ("مـحمد", "محمد"), ("שָׁלוֹם", "שלום"),
    ("ＡＢＣ", "abc"), ("Kim Jong-un", "kim jong un"), ("ガーナ", "ｶﾞｰﾅ"),
    ("C5+1 group", "c5 1 GROUP"),
    ("é", "e\u0301"), ("", " "),
)  # fmt: skip
OTHER = (
    ("กัน", "กิน"), ("ปี", "ปู"), ("राम", "रोम"), ("कि", "की"), ("कुल", "कल"), ("ভুল", "ভল"),
    ("はば", "ばは"), ("カ", "ガ"), ("ば", "ぱ"), ("မြန်မာ", "မနမာ"), ("தமிழ்", "தமழ"),
    ("!!!", "???"), ("東京", "东京"),
)  # fmt: skip


@each_row(("one", "other"), SAME)
def test_other_spellings_of_a_name_are_the_same(one: str, other: str) -> None:
    assert slug(one) == slug(other)


@each_row(("one", "other"), OTHER)
def test_other_names_are_not_the_same(one: str, other: str) -> None:
    assert slug(one) != slug(other)
