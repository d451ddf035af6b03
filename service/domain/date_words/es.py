"""Spanish."""

from service.domain.date_words import DateWords, Form

WORDS = DateWords(
    code="es",
    forms={
        "alone": Form(
            year="{n}", bc="{n} a. C.", day="{d} de {month}[ de {y}]", month="{month}[ de {y}]",
            season="{season}[ de {y}]", quarter="{quarter} trimestre[ de {y}]",
            decade="década de {first}", century="{first}–{last}", time="{day}, {time}",
            seasons=("primavera", "verano", "otoño", "invierno"),
            quarters=("primer", "segundo", "tercer", "cuarto"),
        ),
        "with article": Form(
            year="{n}", bc="{n} a. C.", day="el {d} de {month}[ de {y}]", month="{month}[ de {y}]",
            season="{season}[ de {y}]", quarter="el {quarter} trimestre[ de {y}]",
            decade="la década de {first}", century="los años {first}–{last}",
            time="{day}, {time}",
            seasons=("la primavera", "el verano", "el otoño", "el invierno"),
            quarters=("primer", "segundo", "tercer", "cuarto"),
        ),
    },
    unknown="fecha desconocida",
    about=("with article", "hacia {}"),
    about_within="aproximadamente {}",
    unsure="{} (dudoso)",
    since=("with article", "desde {}"),
    until=("with article", "hasta {}"),
    from_unknown=("with article", "desde {} (fin desconocido)"),
    to_unknown=("with article", "hasta {} (inicio desconocido)"),
    between="{} – {}",
    days="{d}–{to} de {month}[ de {y}]",
    years="{first}–{last}",
    one_of="una de estas fechas: {}",
    either=" o ",
    or_earlier="{} o antes",
    or_later="{} o después",
    some_between="{} a {}",
    northern="{} (hemisferio norte)",
    southern="{} (hemisferio sur)",
    zone="{} (UTC{zone})",
    old_style="{}, calendario juliano",
    known_to={
        "month": "solo se conoce el mes",
        "season": "solo se conoce la estación",
        "quarter": "solo se conoce el trimestre",
        "year": "solo se conoce el año",
        "decade": "solo se conoce la década",
        "century": "solo se conoce el siglo",
    },
    any_year="{} de cualquier año",
)  # fmt: skip
