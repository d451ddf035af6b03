"""Guesses the statuses of events from the words of a column."""

from __future__ import annotations

from typing import Any

from service.domain.vocabulary import STATUSES
from service.importers.suggest.dates import looks_dated
from service.importers.suggest.draft import Draft, cell
from service.importers.suggest.headers import Column
from service.importers.suggest.notes import several

_WORDS = {
    "occurred": "held, took place, happened, completed, concluded, done, stattgefunden, "
    "durchgeführt, abgeschlossen, a eu lieu, effectué, effectuée, réalisé, réalisée, celebrado, "
    "celebrada, realizado, realizada, svolto, svolta, concluso, conclusa, concluído, concluída, "
    "odbyło się, odbył się, odbyła się, zakończone, zrealizowane, состоялось, состоялась, "
    "состоялся, состоялись, проведено, проведена, завершено, завершена, відбулося, відбулась, "
    "відбувся, өтті, yapıldı, gerçekleşti, tamamlandı, عقد, انعقد, تم, "
    "برگزار شد, התקיים, התקיימה, 已举行, 已舉行, 已完成, 開催済み, 実施済み, 완료, 개최, 개최됨, "
    "selesai, terlaksana, đã diễn ra, hoàn thành",
    "planned": "scheduled, upcoming, geplant, vorgesehen, prévu, prévue, planifié, planifiée, "
    "previsto, prevista, programado, programada, programmato, programmata, planejado, planejada, "
    "planowane, planowany, zaplanowane, запланировано, запланирована, запланирован, планируется, "
    "заплановано, жоспарланған, planlandı, planlanan, planlanıyor, مخطط, مخطط له, "
    "برنامه‌ریزی شده, מתוכנן, מתוכננת, 计划, 計劃, 计划中, 計劃中, 予定, 예정, direncanakan, "
    "dự kiến",
    "announced": "angekündigt, annoncé, annoncée, anunciado, anunciada, annunciato, annunciata, "
    "ogłoszone, объявлено, объявлена, анонсировано, оголошено, жарияланды, duyuruldu, "
    "açıklandı, معلن, 已宣布, 発表, 발표, diumumkan",
    "cancelled": "canceled, called off, abgesagt, entfallen, annulé, annulée, cancelado, "
    "cancelada, annullato, annullata, odwołane, odwołany, odwołana, отменено, отменена, отменён, "
    "отменен, отменены, скасовано, скасована, iptal, iptal edildi, ملغى, ملغاة, ألغي, لغو شد, "
    "لغو شده, בוטל, בוטלה, 取消, 已取消, 취소, 취소됨, dibatalkan, đã hủy, bị hủy",
    "disputed": "contested, umstritten, bestritten, contesté, contestée, disputado, contestato, "
    "contestado, sporne, оспаривается, спорно, 有争议, 有爭議",
}
WORDS = {word.strip(): code for code, words in _WORDS.items() for word in words.split(",")}
WORDS |= {each: each for each in STATUSES}
"""The words of a cell, and the status of each. Words that can mean two statuses are left out: what
is confirmed or postponed may be planned or not."""
_OF_STATUS = frozenset({"cancelled", "canceled", "postponed", "planned", "confirmed", "tentative"})


def find_status(draft: Draft) -> str | dict[str, Any] | None:
    """The ``status`` of a mapping, if at least half of the cells of a column are words of
    ``WORDS``. The cells that are not have to be decided."""
    named, notes = draft.best("status"), draft.notes
    meant = {text: WORDS.get(text.strip().casefold()) for text in named.counts} if named else {}
    odd = [text for text, word in meant.items() if word is None]
    known = sum(named.counts[text] for text, word in meant.items() if word) if named else 0
    if named is None or known * 2 < sum(named.counts.values()):
        _say_unused(draft, named, odd)
        return None
    draft.take(named)
    values = {
        text: word for text, word in meant.items() if word and text.strip().casefold() != word
    }
    if values:
        words = several([f"{text[:40]!r} is {word}" for text, word in values.items()], 8)
        notes.guessed.append(f"status: by words in {named.name}: {words}")
    if odd:
        notes.decide.append(
            f"status: {odd[0][:40]!r} in {named.name} is none of {', '.join(STATUSES)}; say in "
            '"values" which one is meant. Until then these rows are refused'
        )
    return {"column": named.name, "values": values} if values or odd else cell(named)


def _say_unused(draft: Draft, named: Column | None, odd: list[str]) -> None:
    said = (each for each in draft.rest() if _OF_STATUS & set(each.words))
    other = named or next((each for each in said if not looks_dated(each)), None)
    if other:
        such = f", as {odd[0][:40]!r} is none of {', '.join(STATUSES)}" if odd else ""
        draft.notes.decide.append(
            f"status: {other.name} is not used{such}; every event counts as occurred"
        )
