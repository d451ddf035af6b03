"""The words that people and programs use for the categories of events, in many languages."""

from __future__ import annotations

_WORDS = {
    "summit": "summit, gipfel, sommet, cumbre, саммит, vertice, cúpula, szczyt, саміт, zirve, "
    "قمة, اجلاس سران, פסגה, 峰会, 峰會, 首脳会議, 首脑会议, サミット, 정상회의, 정상회담, ktt, "
    "hội nghị thượng đỉnh, शिखर",
    "anniversary": "anniversary, jahrestag, aniversario, годовщина, anniversaire, "
    "anniversario, aniversário, rocznica, річниця, yıl dönümü, 周年, 週年, 기념일",
    "sanction": "sanction, embargo, sanktion, sanción, санкци, sanzion, sanção, sanções, sankcj, "
    "санкці, "
    "yaptırım, عقوبات, تحریم, סנקצי, 制裁, 제재, sanksi, trừng phạt, प्रतिबंध",
    "vote": "roll call, vote, ballot, abstimmung, votación, голосовани, votazione, votação, "
    "głosowanie, голосуванн, oylama, تصويت, הצבעה, 投票, 表决, 表決, 採決, 표결",
    "agreement": "agreement, treaty, treaties, convention, protocol, accord, pact, memorandum, "
    "amendment, mou, abkommen, vertrag, traité, acuerdo, tratado, договор, соглашени, келісім, "
    "accordo, trattato, acordo, "
    "umowa, traktat, porozumien, угода, договір, anlaşma, antlaşma, اتفاق, معاهدة, توافق, הסכם, "
    "协议, 協議, 协定, 協定, 条约, 條約, 条約, 合意, 협정, 조약, 협약, perjanjian, hiệp định, "
    "समझौता",
    "statement": "statement, declaration, speech, remarks, press conference, resolution, "
    "erklärung, rede, déclaration, declaración, заявлени, выступлени, мәлімдеме, "
    "dichiarazione, discurso, declaração, oświadczen, przemówien, заява, виступ, açıklama, بيان, "
    "بیانیه, הצהרה, 声明, 聲明, 讲话, 講話, 談話, 演説, 성명, 연설, pernyataan, tuyên bố, वक्तव्य",
    "visit": "visit, travel, trip, besuch, reise, visite, visita, визит, поездк, сапар, viaggio, "
    "wizyta, візит, ziyaret, زيارة, "
    "سفر, ביקור, 访问, 訪問, 국빈, 방문, kunjungan, thăm, यात्रा, दौरा",
    "meeting": "meeting, talks, consultation, negotiation, call, treffen, gespräch, réunion, "
    "reunión, встреч, переговор, кездесу, rencontre, consulta, verhandlung, "
    "konsultation, négociation, negocia, консультаци, келіссөз, incontro, colloqui, negoziat, "
    "reunião, encontro, spotkani, negocjac, rozmow, konsultac, зустріч, консультаці, toplantı, "
    "görüşme, müzakere, istişare, اجتماع, لقاء, مفاوضات, مباحثات, مشاورات, دیدار, مذاکر, פגישה, "
    "משא ומתן, 会晤, 會晤, 会谈, 會談, 会談, 谈判, 談判, 磋商, 交渉, 협의, 회담, 협상, 면담, "
    "pertemuan, "
    "perundingan, cuộc gặp, đàm phán, बैठक, वार्ता",
    "funding": "funding, grant, loan, assistance, aid, donation, hilfe, kredit, prêt, préstamo, "
    "помощь, кредит, грант, finanziament, prestito, "
    "financiamento, empréstimo, pożyczka, допомога, yardım, قرض, مساعد, 贷款, 援助, 차관, 원조",
    "conflict": "conflict, attack, battle, war, fighting, clash, krieg, angriff, guerre, guerra, "
    "конфликт, война, атака",
    "deployment": "deployment, exercise, mobilisation, mobilization, manöver, учения",
    "policy": "policy, legislation, law, gesetz, loi, ley, закон",
    "report": "report, study, bericht, rapport, informe, отчёт, доклад",
}
WORDS = {word.strip(): code for code, words in _WORDS.items() for word in words.split(",")}
"""Words in the order in which they are tried, and the category of each."""


def meant(text: str) -> str | None:
    """The word of ``WORDS`` in a cell, or ``None``.

    A short word counts only if it is the whole cell, because ``contains`` of a mapping would find
    "aid" in "said". In scripts without capitals words are short.
    """
    folded = text.casefold()
    fits = (word for word in WORDS if (folded == word if is_short(word) else word in folded))
    return next(fits, None)


def is_short(word: str) -> bool:
    """Whether a word counts only if nothing else is beside it."""
    return len(word) < 4 and word.upper() != word
