"""Guesses the categories of events from the words of a table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from service.domain.vocabulary import CATEGORY_CODES
from service.importers.suggest.draft import Draft, cell, tells_apart
from service.importers.suggest.headers import Column, plain
from service.importers.suggest.notes import Notes, several

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
MOST_KINDS = 60


def meant(text: str) -> str | None:
    """The word of ``WORDS`` in a cell, or ``None``.

    A short word counts only if it is the whole cell, because ``contains`` of a mapping would find
    "aid" in "said". In scripts without capitals words are short.
    """
    folded = text.casefold()
    fits = (word for word in WORDS if (folded == word if _short_word(word) else word in folded))
    return next(fits, None)


def _short_word(word: str) -> bool:
    return len(word) < 4 and word.upper() != word


def find_category(draft: Draft, name: str) -> str | dict[str, Any]:
    """The ``category`` of a mapping: from a column, or from the ``name`` of the table."""
    notes = draft.notes
    kinds = [each for each in draft.rest() if len(each.counts) <= MOST_KINDS and _short(each)]
    kinds.sort(key=lambda each: -each.rank("category"))
    for each in kinds:
        headed = each.rank("category") > 0
        if all(text in CATEGORY_CODES for text in each.counts) and (headed or len(each.counts) > 1):
            degree = notes.sure if headed else notes.guessed
            degree.append(f"category: the words of {each.name} are ours")
            draft.take(each)
            return cell(each)
        said = each.share(lambda text: _code(text) is not None)
        # A column of file names may have "visit" in each cell. A column of categories has several.
        enough = 0.2 if each.rank("category") == 3 else 0.5
        if said >= enough if headed else said >= 0.9 and len(set(map(_code, each.counts))) > 1:
            if headed or not (each.rank("title", "matter") and tells_apart(each)):
                draft.take(each)  # a column of titles says the category too
            return _choice(each, notes)
    words = f" {' '.join(plain(name))} "
    code = next((WORDS[word] for word in WORDS if f" {word}" in words), None)
    if code:
        notes.guessed.append(f"category: {code} for every row, after the name {name!r}")
        return code
    notes.decide.append(
        f"category: no column says it, so every row is other; there are {', '.join(CATEGORY_CODES)}"
    )
    return "other"


def _short(column: Column) -> bool:
    return max(map(len, column.counts)) <= 80


def _code(text: str) -> str | None:
    if text.casefold() in CATEGORY_CODES:
        return text.casefold()
    word = meant(text)
    return None if word is None else WORDS[word]


def _choice(column: Column, notes: Notes) -> str | dict[str, Any]:
    """Rules for the words of a column; the category of most rows is the default instead."""
    codes: Counter[str] = Counter()
    for text, count in column.counts.items():
        codes[_code(text) or "other"] += count
    usual, count = codes.most_common(1)[0]
    default = usual if count * 2 > column.filled else "other"
    rules = _rules(column)
    fewer = [rule for rule in rules if rule["category"] != default]
    if all(_by(fewer, text, default) == _by(rules, text, default) for text in column.counts):
        rules = fewer
    if not rules:
        notes.guessed.append(f"category: {default} for every row, after {column.name}")
        return default
    seen = ", ".join(sorted(set(codes) - {"other"}))
    notes.guessed.append(f"category: by words in {column.name}: {seen}; anything else is {default}")
    rest = [text for text in column.counts if _code(text) is None]
    if rest:
        notes.guessed.append(f"category: {several(rest)} in {column.name} became {default}")
    return {"column": column.name, "rules": rules, "default": default}


def _rules(column: Column) -> list[dict[str, str]]:
    exact = {t.casefold() for t in column.counts if t.casefold() in CATEGORY_CODES}
    words = {meant(text) for text in column.counts if text.casefold() not in exact}
    rules = [{"equals": word, "category": word} for word in CATEGORY_CODES if word in exact]
    for word, code in WORDS.items():
        if word in words:
            rules.append({"equals" if _short_word(word) else "contains": word, "category": code})
    return rules


def _by(rules: list[dict[str, str]], text: str, default: str) -> str:
    folded = text.casefold()
    for rule in rules:
        if folded == rule.get("equals") or ("contains" in rule and rule["contains"] in folded):
            return rule["category"]
    return default
