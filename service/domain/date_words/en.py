"""English."""

from service.domain.date_words import DateWords, Form

WORDS = DateWords(
    code="en",
    forms={
        "alone": Form(
            year="{n}", bc="{n} BC", day="{d} {month}[ {y}]", month="{month}[ {y}]",
            season="{season}[ {y}]", quarter="{quarter} quarter[ of {y}]",
            decade="the {first}s", century="{first}–{last}", time="{day}, {time}",
            seasons=("spring", "summer", "autumn", "winter"),
            quarters=("first", "second", "third", "fourth"),
        ),
    },
    unknown="date unknown",
    about=("alone", "around {}"),
    about_within="around {}",
    unsure="{} (uncertain)",
    since=("alone", "since {}"),
    until=("alone", "until {}"),
    from_unknown=("alone", "from {} (end unknown)"),
    to_unknown=("alone", "to {} (start unknown)"),
    between="{} – {}",
    days="{d}–{to} {month}[ {y}]",
    years="{first} – {last}",
    one_of="one of {}",
    either=" or ",
    or_earlier="{} or earlier",
    or_later="{} or later",
    some_between="{} to {}",
    northern="{} (northern)",
    southern="{} (southern)",
    zone="{} (UTC{zone})",
    old_style="{} O.S.",
    known_to={
        "month": "known to the month",
        "season": "known to the season",
        "quarter": "known to the quarter",
        "year": "known to the year",
        "decade": "known to the decade",
        "century": "known to the century",
    },
    any_year="{} of any year",
)  # fmt: skip
