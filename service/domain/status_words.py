"""What the words for the status of an event mean, in the languages of tables."""

from __future__ import annotations

from service.domain.vocabulary import STATUSES

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
