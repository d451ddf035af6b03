"""Chinese, in simplified characters."""

from service.domain.date_words import DateWords, Form

WORDS = DateWords(
    code="zh",
    forms={
        "alone": Form(
            year="{n}年", bc="公元前{n}年", day="[{y}]{m}月{d}日", month="[{y}]{m}月",
            season="[{y}]{season}", quarter="[{y}]{quarter}季度",
            decade="{first}年代", century="{first}–{last}年", time="{day} {time}",
            seasons=("春季", "夏季", "秋季", "冬季"),
            quarters=("第一", "第二", "第三", "第四"),
        ),
    },
    unknown="日期不详",
    about=("alone", "约{}"),
    about_within="约{}",
    unsure="{}（存疑）",
    since=("alone", "自{}起"),
    until=("alone", "截至{}"),
    from_unknown=("alone", "自{}起（结束日期不详）"),
    to_unknown=("alone", "至{}（开始日期不详）"),
    between="{}至{}",
    days="[{y}]{m}月{d}日至{to}日",
    years="{first}年至{last}年",
    one_of="以下日期之一：{}",
    either="或",
    or_earlier="{}或更早",
    or_later="{}或更晚",
    some_between="{}至{}",
    northern="{}（北半球）",
    southern="{}（南半球）",
    zone="{}（UTC{zone}）",
    old_style="儒略历{}",
    known_to={
        "month": "精确到月",
        "season": "精确到季节",
        "quarter": "精确到季度",
        "year": "精确到年",
        "decade": "精确到年代",
        "century": "精确到世纪",
    },
    any_year="每年{}",
    year_first=True,
)  # fmt: skip
