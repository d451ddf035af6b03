"""The small words of a question in the languages of the pages, which are no words to search for."""

from __future__ import annotations

_EMPTY = """
a about all an and any at between by did do does during event events for from happened has have how
in is it list of on our s show that the there these this to was we were what when where which who
with
и в во о об обо с со на по за из у к от до между что какие какой все про было были произошло
случилось события событие когда где кто
et de des du d la le les l en au aux entre avec sur à dans que quels quelles est sont passé
événements événement se sest s il y quand où qui pour
y e de del la las el los un una en entre con sobre a qué que cuáles eventos evento pasó ocurrió
cuándo dónde quién para
و في من إلى الى بين مع على عن ماذا ما حدث أحداث احداث كل التي حول بشأن
和 与 與 及 的 在 之 间 間 关 关于 于 於 发 生 了 什 么 哪 些 是 有 年 事 件
және мен пен бен туралы арасында арасындағы не болды оқиғалар барлық қандай жөнінде
"""
EMPTY = frozenset(_EMPTY.split())
"""Words that say nothing beside the filters."""
ABOVE = (
    "over", "above", "exceeding", "more than", "at least", "worth over", "worth more than",
    "более", "более чем", "больше", "свыше", "не менее", "от", "plus de", "au moins",
    "supérieur à", "supérieurs à", "más de", "al menos", "superior a", "superiores a", "أكثر من",
    "اكثر من", "فوق", "超 过", "多 于", "以 上", "артық", "астам",
)  # fmt: skip
"""Words before or behind an amount that make it the least one."""
EITHER = frozenset(["or", "или", "либо", "ou", "o", "u", "أو", "او", "或", "немесе"])
"""Words between two countries of which either is enough."""
_EXCLUDED = """
not no without except excluding but under below less fewer
не без кроме нет менее меньше
pas non sans sauf moins
sin excepto salvo menos ni no
بدون غير ليس دون أقل اقل
没 不 除 无 無 沒 少 低
емес басқа жоқ кем аз
"""
EXCLUDED = frozenset(_EXCLUDED.split())
"""Words that exclude something, or make an amount the greatest one. Filters cannot say that."""
