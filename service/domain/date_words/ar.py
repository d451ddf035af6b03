"""Arabic."""

from service.domain.date_words import DateWords, Form

WORDS = DateWords(
    code="ar",
    forms={
        "alone": Form(
            year="{n}", bc="{n} ق.م", day="{d} {month}[ {y}]", month="{month}[ {y}]",
            season="{season}[ {y}]", quarter="الربع {quarter}[ من {y}]",
            decade="الأعوام {first}–{last}", century="{first}–{last}", time="{day}، {time}",
            seasons=("ربيع", "صيف", "خريف", "شتاء"),
            quarters=("الأول", "الثاني", "الثالث", "الرابع"),
        ),
        "behind a preposition": Form(
            year="عام {n}", bc="عام {n} ق.م", of_year="{n}", of_bc="{n} ق.م",
            day="{d} {month}[ {y}]", month="{month}[ {y}]", season="{season}[ {y}]",
            quarter="الربع {quarter}[ من {y}]",
            decade="الأعوام {first}–{last}", century="الأعوام {first}–{last}", time="{day}، {time}",
            seasons=("ربيع", "صيف", "خريف", "شتاء"),
            quarters=("الأول", "الثاني", "الثالث", "الرابع"),
        ),
    },
    unknown="التاريخ غير معروف",
    about=("behind a preposition", "نحو {}"),
    about_around="{} تقريبًا",
    unsure="{} (غير مؤكد)",
    since=("behind a preposition", "منذ {}"),
    until=("behind a preposition", "حتى {}"),
    from_unknown=("behind a preposition", "منذ {} (النهاية غير معروفة)"),
    to_unknown=("behind a preposition", "حتى {} (البداية غير معروفة)"),
    between="{} – {}",
    days="{d}–{to} {month}[ {y}]",
    years="{first}–{last}",
    one_of="أحد هذه التواريخ: {}",
    either=" أو ",
    or_earlier="{} أو قبل ذلك",
    or_later="{} أو بعد ذلك",
    some_between="من {} إلى {}",
    northern="{} (نصف الكرة الشمالي)",
    southern="{} (نصف الكرة الجنوبي)",
    zone="{} (UTC{zone})",
    old_style="{} بالتقويم اليولياني",
    known_to={
        "month": "الشهر معروف فقط",
        "season": "الفصل معروف فقط",
        "quarter": "ربع السنة معروف فقط",
        "year": "السنة معروفة فقط",
        "decade": "العقد معروف فقط",
        "century": "القرن معروف فقط",
    },
    any_year="{} من كل عام",
)  # fmt: skip
