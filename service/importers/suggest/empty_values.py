"""Finds the cells of a table that mean an empty one."""

from __future__ import annotations

import re

from service.importers.suggest.headers import Column, column
from service.importers.suggest.notes import Notes, several

MISSING = ("-9", "-99", "-999", "NA", "N/A", "n/a", "n.a.", "#N/A", ".", "-", "--", "–", "—",
           "NULL", "null", "None", "none", "NaN", "nan", "?", "unknown", "Unknown", "k.A.", "k. A.",
           "нет данных", "не указано", "неизвестно", "н/д", "б/д",
           "keine Angabe", "keine", "unbekannt", "entfällt", "néant", "n.d.", "n. d.", "n/d", "N/D",
           "N.D.", "inconnu", "non renseigné", "s/d", "S/D", "s. d.", "s.d.", "sin datos",
           "desconocido", "ninguno", "non disponibile", "sconosciuto", "nessuno", "desconhecido",
           "não informado", "sem dados", "b.d.", "b. d.", "brak danych", "brak", "nie dotyczy",
           "nieznany", "немає даних", "немає", "невідомо", "не вказано", "деректер жоқ", "белгісіз",
           "bilinmiyor", "yok", "belirtilmemiş", "غير معروف", "لا يوجد", "غير محدد",
           "غير متوفر", "نامشخص", "ندارد", "نامعلوم", "לא ידוע", "אין", "אין נתונים", "不详",
           "不明", "无", "未知", "暂无", "不詳", "無", "未定", "なし", "該当なし", "미상", "없음",
           "해당 없음", "tidak diketahui", "tidak ada", "không rõ", "không có", "अज्ञात",
           "उपलब्ध नहीं", "लागू नहीं")  # fmt: skip
"""Cells that usually mean an empty one."""


def without_missing(columns: list[Column], notes: Notes) -> tuple[list[str], list[Column]]:
    """The marks for ``missing``, and the columns with these cells made empty."""
    found = []
    for mark in MISSING:
        where = [each for each in columns if mark in each.counts]
        if not where:
            continue
        # A mark counts in every column. But -9 may be a latitude, and NA may be Namibia.
        real = [each.name for each in where if _means_something(mark, each)]
        if real:
            notes.decide.append(
                f'missing: {mark!r} may be a value in {several(real)}; put it into "missing" '
                "if it stands for nothing"
            )
        else:
            found.append(mark)
    if found:
        notes.guessed.append(f"missing: cells with just {several(found, 9)} count as empty")
    cleared = [
        column(each.name, ["" if cell in found else cell for cell in each.cells])
        for each in columns
    ]
    return found, cleared


def _means_something(mark: str, each: Column) -> bool:
    others = [text for text in each.counts if text != mark]
    if mark == "NA":
        return bool(others) and all(re.fullmatch("[A-Z]{2}", text) for text in others)
    if not re.fullmatch(r"-\d+", mark):
        return False
    negative = [text for text in others if re.fullmatch(r"-\d+([.,]\d+)?", text)]
    return bool(set(negative) - set(MISSING))
