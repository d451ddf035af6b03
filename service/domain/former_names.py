"""Names of former states in other languages than English, and short names that lists leave out.

CLDR has no names for states that are no more, so the tables of the lists have few of them. The
names are the usual ones of encyclopedias in each language. They are for reading only: no page
shows them, and the search has its own words.
"""

from __future__ import annotations

OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "SUHH": (
        "Unión Soviética", "Unione Sovietica", "União Soviética", "Związek Radziecki", "ZSRR",
        "Радянський Союз", "СРСР", "Кеңес Одағы", "КСРО", "Sovyetler Birliği", "SSCB",
        "الاتحاد السوفيتي", "الاتحاد السوفياتي", "اتحاد شوروی", "اتحاد جماهیر شوروی",
        "ברית המועצות", "苏联", "蘇聯", "ソ連", "ソビエト連邦", "ソヴィエト連邦", "소련",
        "소비에트 연방", "Uni Soviet", "Liên Xô", "सोवियत संघ", "Sovětský svaz",
        "Sovietsky zväz", "SSSR", "Sovjet-Unie", "Sovjetunionen", "Szovjetunió",
        "Uniunea Sovietică", "Neuvostoliitto", "Σοβιετική Ένωση", "Sovjetski Savez",
        "Совјетски Савез", "Съветски съюз", "Umoja wa Kisovieti",
    ),
    "YUCS": (
        "Jugoslawien", "Yougoslavie", "Iugoslávia", "Jugoslávia", "Jugosławia", "Югославия",
        "Югославія", "Yugoslavya", "يوغوسلافيا", "یوگسلاوی", "יוגוסלביה", "南斯拉夫",
        "ユーゴスラビア", "ユーゴスラヴィア", "유고슬라비아", "Nam Tư", "यूगोस्लाविया",
        "Jugoslávie", "Juhoslávia", "Joegoslavië", "Jugoslavien", "Jugoszlávia", "Iugoslavia",
        "Jugoslavija", "Југославија", "Γιουγκοσλαβία",
    ),
    "CSHH": (
        "Tschechoslowakei", "ČSSR", "Checoslovaquia", "Tchécoslovaquie", "Cecoslovacchia",
        "Checoslováquia", "Tchecoslováquia", "Czechosłowacja", "Чехословакия",
        "Чехословаччина", "Çekoslovakya", "تشيكوسلوفاكيا", "چکسلواکی", "צ'כוסלובקיה",
        "צ׳כוסלובקיה", "捷克斯洛伐克", "チェコスロバキア", "チェコスロヴァキア",
        "체코슬로바키아", "Cekoslowakia", "Cekoslovakia", "Tiệp Khắc", "चेकोस्लोवाकिया",
        "Československo", "Tsjechoslowakije", "Tjeckoslovakien", "Csehszlovákia",
        "Cehoslovacia", "Čehoslovačka", "Чехословачка", "Τσεχοσλοβακία",
    ),
    "DDDE": (
        "Germania Est", "Germania dell'Est", "Alemanha Oriental", "Niemcy Wschodnie",
        "Восточная Германия", "Східна Німеччина", "НДР", "Шығыс Германия", "Doğu Almanya",
        "ألمانيا الشرقية", "آلمان شرقی", "גרמניה המזרחית", "מזרח גרמניה", "东德", "東德",
        "東ドイツ", "동독", "Jerman Timur", "Đông Đức", "पूर्वी जर्मनी", "Východní Německo",
        "Oost-Duitsland", "Östtyskland", "Kelet-Németország", "Ανατολική Γερμανία",
    ),
    "VDVN": (
        "Nordvietnam", "Nord-Vietnam", "Vietnam du Nord", "Viêt Nam du Nord",
        "Vietnam del Norte", "Vietnam del Nord", "Vietname do Norte", "Wietnam Północny",
        "Северный Вьетнам", "Північний В'єтнам", "Kuzey Vietnam", "فيتنام الشمالية",
        "ویتنام شمالی", "北越", "北ベトナム", "북베트남",
    ),
    "YDYE": (
        "Südjemen", "Yémen du Sud", "Yemen del Sur", "Yemen del Sud", "Iêmen do Sul",
        "Jemen Południowy", "Южный Йемен", "Південний Ємен", "Güney Yemen", "اليمن الجنوبي",
        "یمن جنوبی", "南也门", "南葉門", "南イエメン", "남예멘",
    ),
    "x-ottoman-empire": (
        "Osmanisches Reich", "Empire ottoman", "Imperio otomano", "Impero ottomano",
        "Império Otomano", "Imperium Osmańskie", "Османська імперія", "Осман империясы",
        "الدولة العثمانية", "الإمبراطورية العثمانية", "امپراتوری عثمانی",
        "האימפריה העות'מאנית", "奥斯曼帝国", "奧斯曼帝國", "鄂圖曼帝國", "オスマン帝国",
        "오스만 제국", "Kesultanan Utsmaniyah", "Đế quốc Ottoman", "Osmanská říše",
        "Ottomaanse Rijk", "Osmanska riket", "Oszmán Birodalom",
    ),
    "x-austria-hungary": (
        "Autriche-Hongrie", "Austria-Hungría", "Imperio austrohúngaro", "Austria-Ungheria",
        "Áustria-Hungria", "Austro-Węgry", "Австро-Угорщина", "Австрия-Венгрия",
        "Avusturya-Macaristan", "النمسا-المجر", "اتریش-مجارستان", "אוסטרו-הונגריה",
        "奥匈帝国", "奧匈帝國", "オーストリア＝ハンガリー帝国",
        "オーストリア・ハンガリー帝国", "오스트리아-헝가리", "오스트리아-헝가리 제국",
        "Rakousko-Uhersko", "Oostenrijk-Hongarije", "Österrike-Ungern",
        "Osztrák–Magyar Monarchia", "Austro-Ugarska",
    ),
    "x-prussia": (
        "Prusse", "Prusia", "Prússia", "Prusy", "Пруссія", "Prusya", "بروسيا", "پروس",
        "פרוסיה", "普鲁士", "普魯士", "プロイセン", "프로이센", "Prusko", "Pruisen",
        "Preussen", "Poroszország", "Pruska",
    ),
    "x-south-vietnam": (
        "Südvietnam", "Süd-Vietnam", "Vietnam du Sud", "Viêt Nam du Sud", "Vietnam del Sur",
        "Vietnam del Sud", "Vietname do Sul", "Wietnam Południowy", "Південний В'єтнам",
        "Güney Vietnam", "فيتنام الجنوبية", "ویتنام جنوبی", "南ベトナム", "남베트남",
        "Vietnam Selatan",
    ),
    "GB": (
        "Gran Bretaña", "Grande-Bretagne", "Gran Bretagna", "Grã-Bretanha", "Wielka Brytania",
        "Велика Британія", "Büyük Britanya", "بريطانيا", "بریتانیا", "大不列颠", "イギリス",
        "Britania Raya",
    ),
    "NL": (
        "Holanda", "Hollande", "Olanda", "Holandia", "Голландия", "Голландія", "هولندا",
    ),
    "MM": (
        "Birmania", "Birmanie", "Birma", "Birmânia", "Бирма", "Бірма", "缅甸", "緬甸",
        "ビルマ",
    ),
    "CD": (
        "RDC", "R.D. Congo", "R. D. del Congo", "Rép. dém. du Congo", "Rép. dém. Congo",
        "Rep. Dem. del Congo", "Rep. Dem. do Congo",
    ),
    "CF": (
        "Rep. Centroafricana", "Rép. centrafricaine", "Rep. Centro-Africana",
    ),
    "CZ": (
        "Rep. Checa", "Rép. tchèque", "Rep. Tcheca", "Rep. Ceca",
    ),
    "DO": (
        "Rep. Dominicana", "Rép. dominicaine",
    ),
}  # fmt: skip
"""By code, names that are read besides those of the lists."""
