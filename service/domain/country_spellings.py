"""How the big lists spell the names of countries, folded; made by
``tools/country_spellings.py``.

Origin: the names of ISO 3166, the World Bank, UN M49 and UN Terminology, Natural Earth, UCDP,
Gleditsch and Ward, Correlates of War, V-Dem, Polity, the CIA World Factbook, the Office of the
Historian, and CLDR in the six languages of the United Nations, in Armenian, Azerbaijani, Czech,
Dutch, Georgian, German, Greek, Hebrew, Indonesian, Italian, Japanese, Kazakh, Korean, Kyrgyz,
Persian, Polish, Portuguese, Romanian, Tajik, Turkish, Turkmen, Ukrainian, Uzbek and Vietnamese.
seed/SOURCES.md says where each was taken from, and under which licence.
"""

SPELLINGS = """\
AD:andorra;andorre;principality andorra;андорра;اندورا;安道尔;安道爾|
AE:birlashgan arab amirliklari;birlesen arap emirlikleri;emiratos arabes unidos;
emirats arabes unis;trucial states;uae;united arab emirates;utd arab emirates;
vereinigte arabische emirate;аморатҳои муттаҳидаи араб;бириккен араб эмираттары;
бирлашган араб амирликлари;біріккен араб әмірліктері;оаэ;объединенные арабские эмираты;
الامارات العربية المتحدة;阿拉伯联合酋长国;阿拉伯聯合大公國|
AF:afganistan;afghanistan;afgoniston;islamic republic afghanistan;owganystan;ауғанстан;афганистан;
афғонистон;افغانستان;阿富汗|
AG:antigua;antigua and barb;antigua and barbuda;antigua barbuda;antigua et barbuda;
antigua und barbuda;antigua va barbuda;antigua we barbuda;antigua y barbuda;антигуа ва барбуда;
антигуа жана барбуда;антигуа және барбуда;антигуа и барбуда;انتيغوا وبربودا;安地卡及巴布達;
安提瓜和巴布达|
AI:angilya;anguila;anguilla;ангилия;ангилья;انغويلا;安圭拉;安奎拉|
AL:albania;albanie;albanien;albaniya;republic albania;shqiperi;албания;البانيا;阿尔巴尼亚;
阿爾巴尼亞|
AM:armaniston;armenia;armenie;armenien;ermenistan;republic armenia;арманистон;армения;հայաստան;
ارمينيا;亚美尼亚;亞美尼亞|
ANHH:neth antilles;netherlands antilles|
AO:angola;republic angola;ангола;انغولا;安哥拉|
AQ:antarctica;antarctique;antarktida;antarktika;antarktis;antartida;антарктида;антарктике;
انتاركتيكا;南极洲;南極洲|
AR:argentina;argentine;argentine republic;argentinien;аргентина;الارجنتين;阿根廷|
AS:am samoa;amer samoa;american samoa;amerika samoasi;amerikan samoasy;amerikanisch samoa;
samoa americaines;samoa americana;territory american samoa;америка самоаси;америкалык самоа;
америкалық самоа;американское самоа;самоаи америка;ساموا الامريكية;美属萨摩亚;美屬薩摩亞|
AT:austria;autriche;avstriya;awstriya;osterreich;republic austria;австрия;аустрия;النمسا;奥地利;
奧地利|
AU:australia;australie;australien;avstraliya;awstraliya;commonwealth australia;австралия;
аустралия;استراليا;澳大利亚;澳洲|
AW:aruba;аруба;اروبا;荷屬阿魯巴;阿鲁巴|
AX:aland;aland adalary;aland islands;aland orollari;alandinseln;iles aland;iles daland;
islas aland;аланд аралдары;аланд ороллари;аландские о ва;аландских островов;ҷазираҳои аланд;
جزر الاند;奥兰群岛;奧蘭群島|
AZ:aserbaidschan;azerbaidjan;azerbaijan;azerbaiyan;azerbayjan;azərbaycan;ozarbayjon;
republic azerbaijan;азербаиджан;азербаижан;азәрбајҹан;озарбаижон;озарбоиҷон;әзірбаижан;اذربيجان;
亞塞拜然;阿塞拜疆|
BA:bih;bosna island hercegovina;bosnia;bosnia and herz;bosnia and herzegovina;bosnia hercegovina;
bosnia herzegovina;bosnia y herzegovina;bosnie herzegovine;bosnien und herzegowina;
bosniya va gertsegovina;bosniya we gersegowina;republic bosnia and herzegovina;
босна и херцеговина;босния ва герцеговина;босния ва ҳерсеговина;босния жана герцеговина;
босния және герцеговина;босния и герцеговина;البوسنة والهرسك;波士尼亞與赫塞哥維納;
波斯尼亚和黑塞哥维那|
BB:barbade;barbados;барбадос;بربادوس;巴巴多斯;巴貝多|
BD:banglades;bangladesch;bangladesh;peoples republic bangladesh;бангладеш;بنغلاديش;ব ল দ শ;孟加拉;
孟加拉国|
BE:belgica;belgie;belgien;belgique;belgium;belgiya;kingdom belgium;белгия;бельгия;بلجيكا;比利时;
比利時|
BF:burkina faso;burkina faso upper volta;haute volta;upper volta;буркина фасо;بوركينا فاسو;
布吉納法索;布基纳法索|
BG:bolgariya;bulgaria;bulgarie;bulgarien;republic bulgaria;болгария;булғория;българия;بلغاريا;
保加利亚;保加利亞|
BH:bahrain;bahrayn;bahrein;bahreyn;barein;kingdom bahrain;бахреин;баҳраин;البحرين;巴林|
BI:burundi;republic burundi;uburundi;бурунди;بوروندي;布隆迪;蒲隆地|
BJ:benin;dahomey;republic benin;бенин;بنن;بنين;貝南;贝宁|
BL:overseas collectivity saint barthelemy;saint barthelemy;saint barts;san barthelemy;
san bartolome;sen bartelemi;сен бартелеми;сент бартелеми;сент бартелми;سان بارتليمي;圣巴泰勒米;
聖巴瑟米|
BM:bermuda;bermuda orollari;bermudas;bermudes;бермуд аралдары;бермуда;бермудские о ва;
бермудские острова;برمودا;百慕大;百慕達|
BN:brunei;brunei dar;brunei darussalam;bruney;брунеи;брунеи даруссалам;بروناي;بروني;
بروني دار السلام;文莱;文莱达鲁萨兰国;汶萊|
BO:bolivia;bolivia estado plurinacional de;bolivia plur state;bolivia plurinational state;bolivie;
bolivie etat plurinational de;bolivien;boliviya;boliwiya;plurinational state bolivia;боливия;
боливия многонациональное государство;بوليفيا;بوليفيا دولة المتعددة القوميات;
بوليفيا دولة متعددة القوميات;多民族玻利维亚国;玻利維亞;玻利维亚;玻利维亚 多民族国|
BQ:bonaire saint eustache et saba;bonaire san eustaquio y saba;bonaire sint eustatius and saba;
boneyr sint estatius va saba;bq;caribbean netherlands;caribe neerlandes;caribisch nederland;
karib niderlandlary;karibische niederlande;pays bas caribeens;бонаире синт эстатиус и саба;
бонеир синт эстатиус ва саба;бонэир синт эстатиус және саба;бонэир синт эстатиус и саба;
кариб нидерланддары;кариби нидерланд;بونير وسانت يوستاشيوس وسابا;هولندا الكاريبية;
博纳尔 圣俄斯塔休斯和萨巴;荷属加勒比区;荷蘭加勒比區|
BR:brasil;brasilien;brazil;braziliya;bresil;federative republic brazil;бразилия;البرازيل;巴西|
BS:bagama adalary;bagama orollari;bahamas;commonwealth bahamas;багам;багам аралдары;
багама аралдары;багама ороллари;багамские острова;багамы;جزر البهاما;巴哈馬;巴哈马|
BT:bhoutan;bhutan;butan;kingdom bhutan;бутан;бутон;بوتان;འབ ག;不丹|
BV:bouvet island;bouvetinsel;buve oroli;buwe adasy;ile bouvet;isla bouvet;буве аралы;буве ороли;
о в буве;остров буве;ҷазираи буве;جزيرة بوفيت;جزيرة بوفيه;布威島;布维岛;布韦岛|
BW:bechuanaland;botsuana;botsvana;botswana;republic botswana;ботсвана;ботсванна;بوتسوانا;博茨瓦纳;
波札那|
BY:belarus;belarus byelorussia;bielorrusia;bielorussie;republic belarus;weissrussland;беларус;
беларусь;белорус;белоруссия;بيلاروس;白俄罗斯;白俄羅斯|
BZ:belice;beliz;belize;british honduras;белиз;بليز;伯利兹;貝里斯|
CA:canada;kanada;канада;كندا;加拿大|
CC:cocos keeling islands;iles cocos;iles des cocos keeling;islas cocos;islas cocos keeling;
kokos kiling adalary;kokos kiling orollari;kokosinseln;territory cocos keeling islands;
кокос килинг аралдары;кокос килинг ороллари;кокосовые о ва;кокосовых килинг островов;
ҷазираҳои кокос килинг;جزر كوكس كيلينغ;جزر كوكوس كيلينغ;科克斯 基靈 群島;科科斯 基林 群岛|
CD:cd;congo democratic republic;congo democratic republic zaire;congo dr;congo drc;
congo free state;congo kinshasa;congo rdc;democratic republic congo;
democratic republic congo zaire;dr congo;dr congo zaire;drc;kongo kdr;kongo kinsasa;
kongo kinshasa;republica democratica del congo;republique democratique du congo;zaire;
демократическая республика конго;др конго;конго демократиялық республикасы;конго дрк;конго кдр;
конго киншаса;конго ҷдк;الكونغو كينشاسا;جمهورية الكونغو الديمقراطية;刚果 金;刚果民主共和国;
剛果 金夏沙|
CF:c african republic;car;cent afr republic;cent african republic;central african republic;
kodorosese ti beafrika;markaziy afrika respublikasi;merkezi afrika respublikasy;oubangui chari;
republica centroafricana;republique centrafricaine;ubangi shari;zentralafrikanische republik;
борбордук африка республикасы;марказии африка республикаси;орталық африка республикасы;
центрально африканская республика;центральноафриканская республика;ҷумҳурии африқои маркази;
جمهورية افريقيا الوسطى;中非共和国;中非共和國|
CG:cg;congo brazzaville;congo republic;congo republica;kongo brazzavil;kongo brazzaville;
kongo brazzawil;kongo respublika;republic congo;republique du congo;конго браззавил;
конго браззавиль;конго браззавиль республикасы;конго республикасы;республика конго;
الكونغو برازافيل;جمهورية الكونغو;刚果 布;刚果共和国;剛果 布拉薩|
CH:schweiz;schwiiz;shveytsariya;suisse;suiza;svizzera;sweysariya;swiss confederation;switzerland;
швеитсария;швеицария;سويسرا;瑞士|
CI:costa de marfil;cote divoire;elfenbeinkuste;fil suyagi qirgogi;ivory coast;kot divuar;
kot diwuar;republic cote divoire;republique de cote divoire;sirmayy kenar;кот дивуар;
пил сөөктүү жээк;ساحل العاج;كوت ديفوار;科特迪瓦;象牙海岸|
CK:cook islands;cookinseln;iles cook;islas cook;kuk adalary;kuk orollari;кук аралдары;
кук ороллари;о ва кука;острова кука;ҷазираҳои кук;جزر كوك;库克群岛;庫克群島|
CL:chile;chili;cili;republic chile;чили;تشيلي;شيلي;智利|
CM:cameroon;cameroun;camerun;kamerun;republic cameroon;камерун;الكاميرون;喀麥隆;喀麦隆|
CN:china;china pr;chine;hytay;p r china;peoples republic china;pr china;prc;qing china;xitoy;
китаи;кнр;кытаи;хитои;қытаи;الصين;中华人民共和国;中国;中國;中華人民共和國|
CO:colombia;colombie;kolumbien;kolumbiya;republic colombia;колумбия;كولومبيا;哥伦比亚;哥倫比亞|
CR:costa rica;kosta rika;republic costa rica;коста рика;كوستاريكا;哥斯大黎加;哥斯达黎加|
CSHH:csfr;cssr;czech and slovak federal republic;czechosl;czechoslovakia|
CSXX:serbia and montenegro;serbia montenegro|
CU:cuba;kuba;republic cuba;куба;كوبا;古巴|
CV:cabo verde;cabo verde cape verde;cap vert;cape verde;kabo verde;kabo werde;republic cabo verde;
кабо верде;الراس الاخضر;كابو فيردي;佛得角;維德角|
CW:curacao;curazao;korsou;kyurasao;кюрасао;كوراساو;库拉索;庫拉索|
CX:christmas island;ile christmas;isla christmas;isla de navidad;rojdestvo oroli;rozdestwo adasy;
territory christmas island;weihnachtsinsel;о в рождества;остров рождества;рождество аралы;
рождество ороли;ҷазираи крисмас;جزيرة عيد الميلاد;جزيرة كريسماس;圣诞岛;聖誕島|
CY:chipre;chypre;cyprus;kibris;kipr;republic cyprus;zypern;κυπροσ;кипр;قبرص;塞浦路斯;賽普勒斯|
CZ:ceh respublikasy;cehiya;cesko;chequia;chexiya;chexiya respublikasi;czech republic;czechia;
czechia czech republic;republica checa;republique tcheque;tchequie;tschechien;чеxия;
чех республикасы;чехия;чешская республика;ҷумҳурии чех;التشيك;تشيكيا;جمهورية التشيك;捷克;
捷克共和国|
DDDE:alemania oriental;allemagne de lest;east germany;east germany gdr;gdr;
german democratic republic;german dr;germany east;ostdeutschland;rda;гдр|
DE:alemania;allemagne;deutschland;federal republic germany;fr germany;frg;german empire;
german federal republic;germaniya;germany;germany federal republic;germany fr;germany prussia;
germany west;rfa;west germany;west germany frg;германия;фрг;المانيا;德国;德國|
DJ:djibouti;dschibuti;french somaliland;jibuti;republic djibouti;yibuti;джибути;жибути;ҷибути;
جيبوتي;吉布地;吉布提|
DK:danemark;daniya;danmark;denmark;dinamarca;kingdom denmark;дания;الدانمرك;丹麥;丹麦|
DM:commonwealth dominica;dominica;dominika;dominique;доминика;دومينيكا;多米尼克|
DO:dominican republic;dominikan respublikasi;dominikan respublikasy;dominikanische republik;
republica dominicana;republique dominicaine;доминика республикасы;доминикан республикаси;
доминикан республикасы;доминиканская республика;ҷумҳурии доминикан;الجمهورية الدومينيكية;
جمهورية الدومينيكان;多明尼加共和國;多米尼加;多米尼加共和国|
DZ:algeria;algerie;algerien;alzir;argelia;jazoir;peoples democratic republic algeria;алжир;
алҷазоир;жазоир;الجزاير;阿尔及利亚;阿爾及利亞|
EC:ecuador;ekvador;ekwador;equateur;republic ecuador;эквадор;اكوادور;الاكوادور;厄瓜多;厄瓜多尔|
EE:eesti;estland;estonia;estonie;estoniya;republic estonia;эстония;استونيا;愛沙尼亞;爱沙尼亚|
EG:agypten;arab republic egypt;egipto;egypt;egypt arab republic;egypte;misr;musur;uar;
united arab republic;египет;миср;мысыр;مصر;埃及|
EH:eh;garbiy sahroi kabir;gunbatar sahara;sahara occidental;spanish sahara;west sahara;
western sahara;westsahara;батыс сахара;батыш сахара;западная сахара;сахараи ғарби;
ғарбии саҳрои кабир;الصحراء الغربية;西撒哈拉|
ER:eritrea;eritreya;erythree;state eritrea;эритрея;اريتريا;ኤርትራ;厄利垂亞;厄立特里亚|
ES:espagne;espana;ispaniya;kingdom spain;spain;spanien;испания;اسبانيا;西班牙|
ET:abyssinia;athiopien;efiopiya;ethiopia;ethiopie;etiopia;federal democratic republic ethiopia;
эфиопия;اثيوبيا;ኢትዮጵያ;埃塞俄比亚;衣索比亞|
FI:finland;finlande;finlandia;finlandiya;finlyandiya;finnland;republic finland;suomi;финляндия;
فنلندا;芬兰;芬蘭|
FJ:fidji;fidschi;fiji;fiyi;republic fiji;фиджи;фижи;фиҷи;فيجي;斐济;斐濟|
FK:falkland islands;falkland islands islas malvinas;falkland islands malvinas;falklandinseln;
falklands;folklend adalary;folklend malvin orollari;folklend malwina adalary;folklend orollari;
iles falkland;iles falkland malvinas;iles malouines;islas malvinas;islas malvinas falkland;
islas malvinas islas falkland;malvinas;фолкленд аралдары;фолкленд аралдары мальвин аралдары;
фолкленд мальвина аралдары;фолкленд ороллари;фолклендские мальвинские о ва;
фолклендские мальвинские острова;фолклендские о ва;ҷазираҳои фолкленд;جزر فوكلاند;
جزر فوكلاند جزر مالفيناس;جزر فوكلاند مالفيناس;福克兰群岛;福克兰群岛 马尔维纳斯;
福克兰群岛 马尔维纳斯群岛;福克蘭群島|
FM:federal states micronesia;federated states micronesia;fs micronesia;micronesia;
micronesia estados federados de;micronesia federal states;micronesia federated states;micronesie;
micronesie etats federes de;mikronesien;mikroneziya;микронезия;микронезия федеративные штаты;
федеративные штаты микронезии;штатҳои федеративии микронезия;ميكرونيزيا;ميكرونيزيا ولايات الموحدة;
ميكرونيزيا ولايات ــ الموحدة;密克罗尼西亚;密克罗尼西亚 联邦;密克罗尼西亚联邦;密克羅尼西亞|
FO:faeroe islands;farer adalary;farer orollari;faroe islands;faroer;føroyar;iles feroe;
islas feroe;фарер аралдары;фарер ороллари;фарерские о ва;фарерские острова;ҷазираҳои фарер;
جزر فارو;جزر فايرو;法罗群岛;法羅群島|
FR:france;francia;frankreich;fransiya;french republic;фаронса;франция;فرنسا;法国;法國|
GA:gabon;gabonese republic;gabun;габон;الغابون;غابون;加彭;加蓬|
GB:birlesen patysalyk;britaniya;buyuk britaniya;gr britain;great britain;grossbritannien;
gt britain;r u;reino unido;reino unido de gran bretana east irlanda del norte;royaume uni;
royaume uni de grande bretagne et dirlande du nord;uk;united kingdom;
united kingdom great britain and northern ireland;vereinigtes konigreich;британия;буюк британия;
великобритания;соединенное королевство великобритании и севернои ирландии;уб;улуу британия;
шоҳигарии муттаҳида;ұлыбритания;المملكة المتحدة;
المملكة المتحدة لبريطانيا العظمى وايرلندا الشمالية;大不列颠及北爱尔兰联合王国;英国;英國|
GD:granada;grenada;grenade;гренада;غرينادا;格林纳达;格瑞那達|
GE:georgia;georgie;georgien;gruziya;грузия;гурҷистон;جورجيا;საქართველო;喬治亞;格鲁吉亚|
GF:fr guiana;fransuz gvianasi;fransuz gwianasy;franzosisch guayana;french guiana;french guyana;
guayana francesa;guyane francaise;гвианаи фаронса;франция гвианасы;француз гвианаси;
француз гвианасы;француздук гвиана;французская гвиана;غويانا الفرنسية;غيانا الفرنسية;法属圭亚那;
法屬圭亞那|
GG:bailiwick guernsey;gernsi;guernesey;guernsey;гернси;غيرنزي;غيرنسي;根息;根西岛;格恩西|
GH:gana;ghana;gold coast;republic ghana;гана;غانا;加纳;迦納|
GI:gibraltar;гибралтар;جبل طارق;直布罗陀;直布羅陀|
GL:greenland;grenlandiya;groenland;groenlandia;gronland;kalaallit nunaat;гренландия;غرينلاند;
غرينلند;格陵兰;格陵蘭|
GM:gambia;gambie;gambiya;republic gambia;гамбия;غامبيا;冈比亚;甘比亞|
GN:guinea;guinea conakry;guinee;gvineya;gwineya;republic guinea;гвинея;غينيا;几内亚;幾內亞|
GP:guadalupe;guadeloupe;gvadelupe;gwadelupa;гваделупа;гваделупе;غوادلوب;瓜地洛普;瓜德罗普|
GQ:aquatorialguinea;ekvatorial gvineya;ekwatorial gwineya;eq guinea;equat guinea;
equatorial guinea;guine equatorial;guinea ecuatorial;guinee equatoriale;
republic equatorial guinea;spanish guinea;гвинеяи экватори;экватордук гвинея;экваториал гвинея;
экваториальная гвинея;экваторлық гвинея;غينيا الاستوايية;赤道几内亚;赤道幾內亞|
GR:grece;grecia;greece;gresiya;gretsiya;griechenland;hellenic republic;ελλαδα;грекия;греция;юнон;
اليونان;希腊;希臘|
GS:georgia del sur y las islas sandwich del sur;georgie du sud et iles sandwich du sud;
georgie du sud et les iles sandwich du sud;gunorta georgiya we gunorta sendwic adasy;
islas georgia del sur y sandwich del sur;janubiy georgiya va janubiy sendvich orollari;
south geo and islands;south georgia and south sandwich islands;
sudgeorgien und die sudlichen sandwichinseln;жанубии георгия ва жанубии сендвич ороллари;
оңтүстік георгия және оңтүстік сандвич аралдары;түштүк жоржия жана түштүк сэндвич аралдары;
южная георгия и южные сандвичевы о ва;южная джорджия и южные сандвичевы острова;
ҷорҷияи ҷануби ва ҷазираҳои сандвич;جورجيا الجنوبية وجزر ساندويتش الجنوبية;南乔治亚和南桑威奇群岛;
南乔治亚岛和南桑德韦奇岛;南喬治亞與南三明治群島|
GT:guatemala;gvatemala;gwatemala;republic guatemala;гватемала;غواتيمالا;危地马拉;瓜地馬拉|
GU:guam;territory guam;гуам;غوام;关岛;關島|
GW:guine bissau;guinea bisau;guinea bissau;guinee bissau;gvineya bisau;gwineya bisau;
portuguese guinea;republic guinea bissau;гвинея бисау;غينيا بيساو;几内亚比绍;幾內亞比索|
GY:brit guiana;british guiana;co operative republic guyana;cooperative republic guyana;gayana;
guyana;republic guyana;гаиана;гаяна;غيانا;圭亚那;蓋亞那|
HK:china hong kong special administrative region;
china region administrativa especial de hong kong;
chine region administrative speciale de hong kong;gonkong;gonkong aas hytay;gonkong xitoy mmh;
hk sar;hksar;hong kong;hong kong china;hong kong sar;hong kong sar china;
hong kong special administrative region;hong kong special administrative region china;
rae de hong kong china;ras chinoise de hong kong;sonderverwaltungsregion hongkong;гонконг;
гонконг кытаи ааа;гонконг сар;гонконг хитои ммҳ;китаи специальныи административныи раион гонконг;
сянган;сянган аәа;ҳонконг;ҳонконг ммм;الصين منطقة هونغ كونغ الادارية الخاصة;هونغ كونغ;
هونغ كونغ الصينية منطقة ادارية خاصة;中国香港特别行政区;中國香港特別行政區;香港|
HM:heard and mcdonald islands;heard island and mcdonald islands;heard und mcdonaldinseln;
herd we makdonald adalary;ile heard et iles macdonald;iles heard et macdonald;
iles heard et mcdonald;islas heard y mcdonald;territory heard island and mcdonald islands;
xerd va makdonald orollari;о ва херд и макдональд;остров херд и острова макдональд;
херд аралы және макдональд аралдары;херд ва макдоналд ороллари;херд жана макдональд аралдары;
ҷазираи ҳерд ва ҷазираҳои макдоналд;جزيرة هيرد وجزر ماكدونالد;赫德岛和麦克唐纳岛;
赫德岛和麦克唐纳群岛;赫德島及麥唐納群島|
HN:gonduras;honduras;republic honduras;гондурас;هندوراس;宏都拉斯;洪都拉斯|
HR:croacia;croatia;croatie;horwatiya;hrvatska;kroatien;republic croatia;xorvatiya;хорватия;
كرواتيا;克罗地亚;克羅埃西亞|
HT:gaiti;haiti;republic haiti;гаити;هايتي;海地|
HU:hongrie;hungary;hungria;magyarorszag;ungarn;vengriya;wengriya;венгрия;маҷористон;هنغاريا;匈牙利|
ID:indonesia;indonesie;indonesien;indoneziya;republic indonesia;индонезия;اندونيسيا;印尼;
印度尼西亚|
IE:eire;ireland;irish free state;irish republic;irland;irlanda;irlande;irlandiya;republic ireland;
ирландия;ايرلندا;愛爾蘭;爱尔兰|
IL:israel;isroil;state israel;ysrayyl;израиль;исроил;ישראל;اسراييل;以色列|
IM:ellan vannin;ile de man;isla de man;isle man;men adasy;men oroli;мэн аралы;мэн ороли;о в мэн;
остров мэн;ҷазираи мэн;جزيرة مان;曼島;马恩岛|
IN:hindistan;hindiston;inde;india;indien;republic india;индия;үндістан;ҳиндистон;ҳиндустон;الهند;
भ रत;印度|
IO:br indian ocean ter;britaniyaning hind okeanidagi hududi;
britaniyanyn hindi okeanyndaky territoriyalary;britisches territorium im indischen ozean;
british indian ocean territory;territoire britannique de locean indien;
territorio britanico del oceano indico;британиянинг ҳинд океанидаги ҳудуди;
британская территория в индииском океане;инди океанындагы британ территориясы;
қаламрави британия дар уқенуси ҳинд;үнді мұхитындағы британ аимағы;
الاقليم البريطاني في المحيط الهندي;المحيط الهندي الاقليم البريطاني في;英属印度洋领土;
英属印度洋领地;英屬印度洋領地|
IQ:irak;iraq;iroq;republic iraq;yrak;ирак;ироқ;العراق;伊拉克|
IR:eron;eyran;ir iran;iran;iran islamic republic;iran persia;iran republica islamica del;
iran republique islamique d;islamic republic iran;persia;иран;иран исламская республика;эрон;
ايران;ايران جمهورية اسلامية;ايران جمهورية الاسلامية;ایران;伊朗;伊朗 伊斯兰共和国;伊朗伊斯兰共和国|
IS:iceland;island;islande;islandia;islandiya;republic iceland;исландия;ايسلندا;冰岛;冰島|
IT:italia;italian republic;italie;italien;italiya;italy;italy sardinia;kingdom italy;
republic italy;италия;ايطاليا;意大利;義大利|
JE:bailiwick jersey;jersey;jersi;джерси;жерси;ҷерси;جيرسي;泽西;泽西岛;澤西島|
JM:jamaica;jamaika;jamaique;yamayka;ямаика;جامايكا;牙买加;牙買加|
JO:hashemite kingdom jordan;iordaniya;jordan;jordania;jordanie;jordanien;transjordan;иордания;
урдун;الاردن;約旦;约旦|
JP:empire japan;japan;japon;yaponiya;жапония;япония;اليابان;日本|
KE:kenia;keniya;kenya;republic kenya;кения;كينيا;肯亞;肯尼亚|
KG:gyrgyzystan;kirghizistan;kirghizstan;kirgisistan;kirguistan;kyrgyz republic;kyrgyzstan;
qirgiziston;киргизия;кыргызстан;қирғизистон;қырғызстан;قيرغيزستان;吉尔吉斯斯坦;吉爾吉斯|
KH:cambodge;cambodia;cambodia kampuchea;camboya;democratic kampuchea;kambodja;kambodscha;kamboja;
kampuchea;kampuchea democratic;kingdom cambodia;камбоджа;камбоҷа;كمبوديا;កមព ជ;柬埔寨|
KI:gilbert islands;kiribati;republic kiribati;кирибати;كيريباتي;كيريباس;吉里巴斯;基里巴斯|
KM:comoras;comores;comoros;comoros union;komor adalary;komor orollari;komoren;union comoros;комор;
комор аралдары;комор ороллари;коморос;коморские острова;коморы;جزر القمر;科摩罗;葛摩|
KN:federation saint kitts and nevis;saint christophe et nieves;saint kitts;saint kitts and nevis;
saint kitts et nevis;saint kitts nevis;saint kitts und nevis;saint kitts y nevis;
san cristobal y nieves;sent kits va nevis;sent kits we newis;сент китс ва невис;
сент китс жана невис;сент китс және невис;сент китс и невис;سانت كيتس ونيفس;سانت كيتس ونيفيس;
圣基茨和尼维斯;聖克里斯多福及尼維斯|
KP:corea del norte;coree du nord;demirgazyk koreya;democratic peoples republic korea;dpr korea;
dprk;korea democratic peoples republic;korea democratic republic;korea dpr;korea north;
korea peoples republic;nordkorea;north korea;republica popular democratica de corea;
republique populaire democratique de coree;shimoliy koreya;кндр;
кореиская народно демократическая республика;кореяи шимоли;северная корея;солтүстік корея;
түндүк корея;шимолии корея;جمهورية كوريا الشعبية الديمقراطية;كوريا الشمالية;북한;北韓;朝鲜;
朝鲜民主主义人民共和国|
KR:corea del sur;coree du sud;gunorta koreya;janubiy koreya;korea republic;korea south;kr;
republic korea;republica de corea;republique de coree;rok;south korea;sudkorea;жанубии корея;
кореяи ҷануби;оңтүстік корея;республика корея;түштүк корея;южная корея;جمهورية كوريا;
كوريا الجنوبية;대한민국;南韓;大韩民国;韩国|
KW:koweit;kuwait;kuweyt;quvayt;state kuwait;кувеит;қуваит;الكويت;科威特|
KY:cayman islands;iles caimanes;iles caimans;islas caiman;kaimaninseln;kayman adalary;
kayman orollari;каиман аралдары;каиман ороллари;каиман острова;о ва каиман;острова каиман;
ҷазираҳои каиман;جزر كايمان;开曼群岛;開曼群島|
KZ:gazagystan;kasachstan;kazajistan;kazajstan;kazakhstan;qazaqstan;qozogiston;republic kazakhstan;
казакстан;казахстан;қазақстан;қазоқистон;қозоғистон;كازاخستان;哈萨克斯坦;哈薩克|
LA:lao;lao pdr;lao peoples democratic republic;laos;republica democratica popular lao;
republique democratique populaire lao;лаос;лаосская народно демократическая республика;
جمهورية لاو الديمقراطية الشعبية;لاوس;ລາວ;寮國;老挝;老挝人民民主共和国|
LB:lebanese republic;lebanon;liban;libano;libanon;livan;liwan;ливан;лубнон;لبنان;黎巴嫩|
LC:saint lucia;sainte lucie;santa lucia;sent lyusiya;сент люсия;سانت لوسيا;圣卢西亚;聖露西亞|
LI:liachteschtai;liechtenstein;lihtensteyn;lixtenshteyn;principality liechtenstein;лихтенштеин;
ليختنشتاين;列支敦士登;列支敦斯登|
LK:ceylon;democratic socialist republic sri lanka;shri lanka;sri lanka;sri lanka ceylon;шри ланка;
سري لانكا;سريلانكا;இலஙக;ශ ර ල ක ව;斯里兰卡;斯里蘭卡|
LR:liberia;liberiya;republic liberia;либерия;ليبريا;ليبيريا;利比里亚;賴比瑞亞|
LS:basutoland;kingdom lesotho;lesotho;lesoto;лесото;ليسوتو;莱索托;賴索托|
LT:lietuva;litauen;lithuania;lituania;lituanie;litva;litwa;republic lithuania;литва;ليتوانيا;
立陶宛|
LU:grand duchy luxembourg;letzebuerg;luxembourg;luxemburg;luxemburgo;lyuksemburg;люксембург;
لكسمبرغ;لوكسمبورغ;卢森堡;盧森堡|
LV:latvia;latvija;latviya;latwiya;letonia;lettland;lettonie;republic latvia;латвия;لاتفيا;
拉脫維亞;拉脱维亚|
LY:libia;libya;libye;libyen;liviya;liwiya;state libya;либия;ливия;ليبيا;利比亚;利比亞|
MA:kingdom morocco;maroc;marokash;marokko;marruecos;merruk;morocco;марокаш;марокко;المغرب;摩洛哥|
MC:monaco;monako;principality monaco;монако;موناكو;摩納哥;摩纳哥|
MD:moldavia;moldavie;moldawien;moldova;moldova republic;moldowa;republic moldova;
republica de moldova;republica moldova;republik moldau;republique de moldova;молдавия;молдова;
республика молдова;جمهورية مولدوفا;مولدوفا;摩尔多瓦;摩尔多瓦共和国;摩爾多瓦|
ME:cernogoriya;chernogoriya;crna gora;montenegro;черногория;الجبل الاسود;蒙特內哥羅;黑山|
MF:overseas collectivity saint martin;saint martin;saint martin french part;
saint martin partie francaise;san martin;san martin parte francesa;sen marten;sent martin;
сен мартен;сен мартен французская часть;сент мартин;ҷазираи сент мартин;سان مارتن;
سانت مارتن الجزء الفرنسي;圣马丁 法属;法属圣马丁;法屬聖馬丁|
MG:madagascar;madagascar malagasy;madagasikara;madagaskar;republic madagascar;мадагаскар;مدغشقر;
馬達加斯加;马达加斯加|
MH:iles marshall;islas marshall;marsall adalary;marshall islands;marshall orollari;marshallinseln;
republic marshall islands;маршал ороллари;маршалл аралдары;маршалловы о ва;маршалловы острова;
ҷазираҳои маршалл;جزر مارشال;馬紹爾群島;马绍尔群岛|
MK:demirgazyk makedoniya;former yugoslav republic macedonia;fyr macedonia;fyrom;macedoine du nord;
macedonia;macedonia del norte;macedonia former yugoslav republic;macedonia fyr;macedonia fyrom;
nordmazedonien;north macedonia;republic macedonia;republic north macedonia;shimoliy makedoniya;
македонияи шимоли;северна македонија;северная македония;солтүстік македония;түндүк македония;
шимолии македония;مقدونيا الشمالية;北馬其頓;北马其顿|
ML:french sudan;mali;republic mali;мали;مالي;馬利;马里|
MM:birmanie;burma;burma myanmar;myanma birma;myanma burma;myanmar;myanmar birmania;
myanmar birmanie;myanmar burma;republic myanmar;republic union myanmar;union burma;мьянма;
мьянма бирма;мянма;ميانمار;ميانمار بورما;မ နမ;緬甸;缅甸|
MN:mongolei;mongolia;mongolie;mongoliya;монгол;монголия;моңғолия;муғулистон;منغوليا;蒙古|
MO:china macao special administrative region;china region administrativa especial de macao;
chine region administrative speciale de macao;macao;macao sar;macao sar china;
macao special administrative region china;macau;macau sar;macau sar china;
macau special administrative region;makao;makao aas hytay;makao xitoy mmh;makau aas hytay;
rae de macao china;ras chinoise de macao;sonderverwaltungsregion macau;
китаи специальныи административныи раион макао;макао;макао аәа;макао кытаи ааа;макао ммм;
макао сар;макао хитои ммҳ;макау;макау кытаи ааа;الصين منطقة ماكاو الادارية الخاصة;مكاو;
منطقة ماكاو الادارية الخاصة;中国澳门特别行政区;中國澳門特別行政區;澳门|
MP:commonwealth northern mariana islands;demirgazyk mariana adalary;iles mariannes du nord;
islas marianas del norte;islas marianas septentrionales;nordliche marianen;north mariana islands;
northern mariana islands;shimoliy mariana orollari;северные марианские о ва;
северные марианские острова;солтүстік мариана аралдары;түндүк мариана аралдары;
шимолии марианна ороллари;ҷазираҳои марианаи шимоли;جزر ماريانا الشمالية;北馬利安納群島;
北马里亚纳群岛|
MQ:martinica;martinika;martinique;мартиника;جزر المارتينيك;مارتينيك;馬丁尼克;马提尼克|
MR:islamic republic mauritania;mauretanien;mauritania;mauritanie;mavritaniya;mawritaniya;
мавритания;موريتانيا;毛里塔尼亚;茅利塔尼亞|
MS:monserrat;montserrat;монтсеррат;مونتسرات;مونتسيرات;蒙哲臘;蒙特塞拉特|
MT:malta;malte;republic malta;малта;мальта;مالطا;مالطة;馬爾他;马耳他|
MU:maurice;mauricio;mauritius;mavrikiy;mawrikiy;republic mauritius;маврикии;موريشيوس;模里西斯;
毛里求斯|
MV:maldiv orollari;maldivas;maldives;maldiwler;malediven;republic maldives;малдив;мальдив;
мальдив аралдары;мальдив ороллари;мальдивские острова;мальдивы;جزر المالديف;ملديف;ދ ވ ހ ރ އ ޖ;
馬爾地夫;马尔代夫|
MW:malaui;malavi;malawi;nyasaland;republic malawi;малави;ملاوي;馬拉威;马拉维|
MX:meksika;mexico;mexiko;mexique;united mexican states;мексика;المكسيك;墨西哥|
MY:malaisie;malasia;malaysia;malayziya;малаизия;ماليزيا;馬來西亞;马来西亚|
MZ:mocambique;mosambik;mozambik;mozambique;republic mozambique;мозамбик;موزامبيق;موزمبيق;莫三比克;
莫桑比克|
NA:namibia;namibia south west africa;namibie;namibiya;republic namibia;south west africa;намибия;
ناميبيا;納米比亞;纳米比亚|
NC:neukaledonien;new caledonia;nouvelle caledonie;nueva caledonia;taze kaledoniya;
territory new caledonia and dependencies;yangi kaledoniya;жаңа каледония;жаңы каледония;
каледонияи нав;новая каледония;янги каледония;كاليدونيا الجديدة;新喀里多尼亚;新喀里多尼亞|
NE:niger;republic niger;нигер;النيجر;尼日;尼日尔|
NF:ile norfolk;isla norfolk;norfolk adasy;norfolk island;norfolk oroli;norfolkinsel;
territory norfolk island;норфолк аралы;норфолк ороллари;о в норфолк;остров норфолк;
ҷазираи норфолк;جزيرة نورفولك;諾福克島;诺福克岛|
NG:federal republic nigeria;naijiria;nigeria;nigeriya;нигерия;نيجيريا;奈及利亞;尼日利亚|
NHVU:new hebrides|
NI:nicaragua;nikaragua;republic nicaragua;никарагуа;نيكاراغوا;尼加拉瓜|
NL:holland;kingdom netherlands;nederland;netherlands;netherlands kingdom;niderlandiya;
niderlandlar;niederlande;paises bajos;paises bajos reino de los;pays bas;pays bas royaume des;
нидерланд;нидерландия;нидерланды;нидерланды королевство;هولندا;هولندا مملكة;荷兰;荷兰王国;荷蘭|
NO:kingdom norway;noreg;norge;noruega;norvege;norvegiya;norway;norwegen;norwegiya;норвегия;
النرويج;挪威|
NP:federal democratic republic nepal;nepal;непал;نيبال;न प ल;尼泊尔;尼泊爾|
NR:naoero;nauru;republic naoero;republic nauru;наоэро;науру;ناورو;ناويرو;瑙鲁;諾魯|
NU:nioue;niue;ниуэ;نيوي;紐埃島;纽埃|
NZ:aotearoa;neuseeland;new zealand;north zealand;nouvelle zelande;nueva zelanda;nueva zelandia;
taze zelandiya;yangi zelandiya;жаңа зеландия;жаңы зеландия;зеландияи нав;новая зеландия;
янги зеландия;نيوزيلندا;新西兰;紐西蘭|
OM:oman;sultanate oman;ummon;оман;уммон;умон;عمان;阿曼|
PA:panama;republic panama;панама;بنما;巴拿馬;巴拿马|
PE:perou;peru;republic peru;перу;بيرو;秘魯;秘鲁|
PF:fr polynesia;fransuz polineziyasi;fransuz polineziyasy;franzosisch polynesien;french polynesia;
overseas lands french polynesia;polinesia francesa;polynesie francaise;полинезия франциялык;
полинезияи фаронса;француз полинезияси;француз полинезиясы;французская полинезия;
بولينيزيا الفرنسية;法属波利尼西亚;法屬玻里尼西亞|
PG:independent state papua new guinea;papouasie nouvelle guinee;papua neuguinea;papua new guinea;
papua niugini;papua north guinea;papua nueva guinea;papua taze gwineya;papua yangi gvineya;png;
папуа гвинеяи нав;папуа жаңа гвинея;папуа жаңы гвинея;папуа новая гвинея;папуа янги гвинея;
بابوا غينيا الجديدة;巴布亚新几内亚;巴布亞紐幾內亞|
PH:filipinas;filippin;filippinler;philippinen;philippines;pilipinas;republic philippines;филиппин;
филиппин аралдары;филиппины;الفلبين;菲律宾;菲律賓|
PK:islamic republic pakistan;pakistan;pokiston;пакистан;покистон;пәкістан;باكستان;پاکستان;巴基斯坦|
PL:poland;polen;pologne;polonia;polsa;polsha;polska;republic poland;лаҳистон;польша;بولندا;波兰;
波蘭|
PM:saint pierre and miquelon;saint pierre et miquelon;saint pierre und miquelon;
san pedro y miquelon;sen pyer va mikelon;sen pyer we mikelon;
territorial collectivity saint pierre and miquelon;сен пьер жана микелон;сен пьер және микелон;
сен пьер и микелон;сент пер ва микелон;сент пьер ва микелон;سان بيير ومكويلون;سان بيير وميكلون;
圣皮埃尔和密克隆;圣皮埃尔和密克隆群岛;聖皮埃與密克隆群島|
PN:iles pitcairn;islas pitcairn;pitcairn;pitcairn henderson ducie and oeno islands;
pitcairn islands;pitcairninseln;pitkern adalary;pitkern orollari;о ва питкэрн;питкэрн;
питкэрн аралдары;питкэрн ороллари;ҷазираҳои питкеирн;بيتكرن;جزر بيتكيرن;皮特凯恩;皮特凯恩群岛;
皮特肯群島|
PR:commonwealth puerto rico;porto rico;puerto rico;puerto rico us;puerto riko;пуэрто рико;
بورتوريكو;波多黎各|
PS:estado de palestina;etat de palestine;falastin;falastin hududlari;gaza;gaza israel;gaza strip;
occupied palestinian territory;opt;palastinensische autonomiegebiete;palestina;
palestina territoriyasy;palestine;palestine gaza;palestine state;palestine west bank;
palestinian authority;palestinian territories;palestinian territory;
palestinian territory occupied;ps;state palestine;territoires palestiniens;territorios palestinos;
west bank;west bank and gaza;государство палестина;палестина;палестина аимактары;
палестина аимақтары;палестинские территории;фаластин ҳудуди;қаламравҳои фаластини;
الاراضي الفلسطينية;دولة فلسطين;فلسطين;巴勒斯坦;巴勒斯坦国;巴勒斯坦自治區;巴勒斯坦领土|
PT:portugal;portugaliya;portuguese republic;португалия;البرتغال;葡萄牙|
PW:palaos;palau;republic palau;палау;بالاو;帕劳;帛琉|
PY:paraguai;paraguay;paragvay;paragway;republic paraguay;парагваи;باراغواي;巴拉圭|
QA:catar;katar;qatar;state qatar;катар;қатар;قطر;卡塔尔;卡達|
RE:la reunion;reunion;reyunion;reyunyon;реюнион;реюньон;روينيون;ريونيون;留尼旺;留尼汪|
RO:romania;roumania;roumanie;rumania;rumanien;ruminiya;rumyniya;руминия;румыния;رومانيا;罗马尼亚;
羅馬尼亞|
RS:kingdom serbia;republic serbia;serbia;serbia yugoslavia;serbie;serbien;serbiya;servia;srbija;
сербия;србија;صربيا;塞尔维亚;塞爾維亞|
RU:federacion de rusia;federation de russie;rossiya;rusia;russia;russia federation;
russia soviet union;russian empire;russian federal;russian federation;russie;russiya;russland;
ресеи;россииская федерация;россия;рсфср;русия;الاتحاد الروسي;روسيا;俄罗斯;俄罗斯联邦;俄羅斯|
RW:republic rwanda;ruanda;rwanda;rwandese republic;u rwanda;руанда;رواندا;卢旺达;盧安達|
SA:arabia saudi;arabia saudita;arabie saoudite;kingdom saudi arabia;ksa;saud arabystany;
saudi arabia;saudi arabien;saudiya arabistoni;арабистони сауди;сауд арабиясы;саудия арабистони;
саудовская аравия;المملكة العربية السعودية;沙烏地阿拉伯;沙特阿拉伯|
SB:iles salomon;islas salomon;salomonen;solomon adalary;solomon islands;solomon orollari;
соломон аралдары;соломон ороллари;соломоновы о ва;соломоновы острова;ҷазираҳои соломон;جزر سليمان;
所罗门群岛;索羅門群島|
SC:republic seychelles;seychellen;seychelles;seysel adalary;seyshel orollari;сеишел;
сеишел аралдары;сеишел ороллари;сеишель аралдары;сеишельские о ва;сеишельские острова;سيشل;سيشيل;
塞席爾;塞舌尔|
SD:republic sudan;soudan;sudan;sudan north;судан;судон;السودان;苏丹;蘇丹|
SE:kingdom sweden;schweden;shvetsiya;suecia;suede;sverige;sweden;swesiya;шветсия;швеция;السويد;
瑞典|
SG:republic singapore;singapore;singapour;singapur;singapura;сингапур;سنغافورة;ச ஙகபப ர;新加坡|
SH:keramatly yelena adasy;muqaddas yelena oroli;saint helena;
saint helena ascension and tristan da cunha;sainte helene;santa elena;муқаддас елена ороли;
о в св елены;остров святои елены;сент елена;ыиык елена;әулие елена аралы;سانت هيلانة;سانت هيلينا;
圣赫勒拿;聖赫勒拿島|
SI:eslovenia;republic slovenia;slovenia;slovenie;slovenija;sloveniya;slowenien;sloweniya;словения;
سلوفينيا;斯洛文尼亚;斯洛維尼亞|
SJ:iles svalbard et jan mayen;islas svalbard y jan mayen;jan mayen;shpitsbergen va yan mayen;
spisbergen we yan mayen;spitzbergen und jan mayen;svalbard;svalbard and jan mayen;
svalbard and jan mayen islands;svalbard et jan mayen;svalbard og jan mayen;
svalbard sometimes referred to as spitsbergen largest island in archipelago;svalbard y jan mayen;
острова свальбард и ян маиен;свалбард ва ян маиен;шпитсберген ва ян маиен;
шпицберген жана ян маиен;шпицберген және ян маиен;шпицберген и ян маиен;جزيرتي سفالبارد وجان ماين;
سفالبارد وجان ماين;挪威屬斯瓦巴及尖棉;斯瓦尔巴和扬马延;斯瓦尔巴群岛和扬马延岛|
SK:eslovaquia;slovak republic;slovakia;slovakiya;slovaquie;slovensko;slowakei;slowakiya;словакия;
سلوفاكيا;斯洛伐克|
SL:republic sierra leone;sierra leona;sierra leone;syerra leone;сиерра леоне;сьерра леоне;
سيراليون;塞拉利昂;獅子山|
SM:republic san marino;saint marin;san marino;сан марино;سان مارينو;圣马力诺;聖馬利諾|
SN:republic senegal;senegaal;senegal;сенегал;السنغال;塞內加爾;塞内加尔|
SO:british somaliland;federal republic somalia;italian somaliland;somali;somalia;
somalia federal republic;somalie;soomaaliya;сомали;الصومال;索馬利亞;索马里|
SR:dutch guiana;republic suriname;surinam;suriname;суринам;سورينام;苏里南;蘇利南|
SS:gunorta sudan;janubiy sudan;republic south sudan;soudan du sud;south sudan;sudan del sur;
sudsudan;жанубии судан;оңтүстік судан;судони ҷануби;түштүк судан;южныи судан;جنوب السودان;南苏丹;
南蘇丹|
ST:democratic republic sao tome and principe;san tome va prinsipi;san tome we prinsipi;
santo tome y principe;sao tome;sao tome and principe;sao tome east principe;sao tome et principe;
sao tome und principe;south tome and principe;сан томе ва принсипи;сан томе жана принсипи;
сан томе және принсипи;сан томе и принсипи;سان تومي وبرينسيبي;ساو تومي وبرينسيبي;圣多美和普林西比;
聖多美普林西比|
SUHH:sov union;soviet union;soviet union ussr;sowjetunion;udssr;union sovietique;urss;ussr;
советскии союз;ссср|
SV:el salvador;republic el salvador;salvador;salwador;салвадор;сальвадор;эл салвадор;
эль сальвадор;السلفادور;萨尔瓦多;薩爾瓦多|
SX:saint martin partie neerlandaise;san martin parte holandesa;sint maarten;
sint maarten dutch part;sint marten;синт маартен;синт мартен;синт мартен нидерландская часть;
سانت مارتن;سانت مارتن الجزء الهولندي;圣马丁 荷属;荷属圣马丁;荷屬聖馬丁|
SY:republica arabe siria;republique arabe syrienne;siria;siriya;suriya;syria;syrian arab republic;
syrie;syrien;сирииская арабская республика;сирия;сурия;الجمهورية العربية السورية;سوريا;叙利亚;
敘利亞;阿拉伯叙利亚共和国|
SZ:esuatini;eswatini;eswatini swaziland;kingdom eswatini;kingdom eswatini swaziland;
kingdom swaziland;suazilandia;svazilend;swaziland;swaziland eswatini;swazilend;свазиленд;эсватини;
اسواتيني;سوازيلاند;史瓦帝尼;斯威士兰|
TC:iles turques et caiques;islas turcas y caicos;terks we kaykos adalary;turks and caicos;
turks and caicos islands;turks und caicosinseln;turks va kaykos orollari;о ва теркс и каикос;
острова теркс и каикос;теркс және каикос аралдары;теркс и каикос;туркс ва каикос ороллари;
түркс жана каикос аралдары;ҷазираҳои теркс ва каикос;جزر تركس وكايكوس;جزر توركس وكايكوس;
土克斯及開科斯群島;特克斯和凯科斯群岛|
TD:chad;republic chad;tchad;tschad;чад;تشاد;乍得;查德|
TF:fr south antarctic lands;fransuz gunorta territoriyalary;fransuz janubiy hududlari;
franzosische sud und antarktisgebiete;french southern and antarctic lands;
french southern territories;terres australes francaises;
territorio de las tierras australes francesas;territorios australes franceses;
territory french southern and antarctic lands;минтақаҳои ҷанубии фаронса;
франциянын түштүктөгү аимактары;францияның оңтүстік аимақтары;француз жанубии ҳудудлари;
французские южные территории;южные земли французская заморская территория;
الاراضي الفرنسية الجنوبية الجنوبية;الاقاليم الجنوبية الفرنسية;法属南方领地;法属南部领地;
法屬南部屬地|
TG:togo;togolese republic;того;توغو;多哥|
TH:kingdom thailand;siam;tailand;tailandia;tayland;thailand;thailande;таиланд;تايلاند;تايلند;ไทย;
泰国;泰國|
TJ:republic tajikistan;tadjikistan;tadschikistan;tajigistan;tajikistan;tayikistan;tojikiston;
таджикистан;тажикстан;тожикистон;тоҷикистон;тәжікстан;طاجيكستان;塔吉克;塔吉克斯坦|
TK:tokelaou;tokelau;токелау;توكيلاو;توكيلو;托克劳;托克勞群島|
TL:democratic republic timor leste;east timor;gundogar timor;portuguese timor;sharqiy timor;
timor leste;timor oriental;восточныи тимор;тимор лесте;тимор лешти;чыгыш тимор;шығыс тимор;
تيمور الشرقية;تيمور ليشتي;东帝汶;東帝汶|
TM:turkmaniston;turkmenistan;туркманистон;туркменистан;туркмения;түркмөнстан;түрікменстан;
تركمانستان;土库曼斯坦;土庫曼|
TN:republic tunisia;tunesien;tunez;tunis;tunisia;tunisie;тунис;تونس;突尼斯;突尼西亞|
TO:kingdom tonga;tonga;тонга;تونغا;東加;汤加|
TR:republic turkey;republic turkiye;turkei;turkey;turkey ottoman empire;turkey turkiye;turkiya;
turkiye;turkiye turkey;turquia;turquie;туркия;турция;түркия;تركيا;土耳其|
TT:republic trinidad and tobago;trin and tobago;trinidad;trinidad and tobago;trinidad und tobago;
trinidad va tobago;trinidad we tobago;trinidad y tabago;trinidad y tobago;trinite et tobago;
тринидад ва тобаго;тринидад жана тобаго;тринидад және тобаго;тринидад и тобаго;ترينيداد وتوباغو;
千里達及托巴哥;特立尼达和多巴哥|
TV:ellice islands;tuvalu;tuwalu;тувалу;توفالو;吐瓦魯;图瓦卢|
TW:chinese taipei;formosa;taiwan;taiwan china;taiwan province china;tayvan;taywan;таиван;таивань;
تايوان;台湾;台灣|
TZ:republica unida de tanzania;republique unie de tanzanie;tanganyika;tansania;tanzania;
tanzania tanganyika;tanzania united republic;tanzania ur;tanzanie;tanzaniya;
united republic tanzania;объединенная республика танзания;танзания;تنزانيا;
جمهورية تنزانيا المتحدة;坦尚尼亞;坦桑尼亚;坦桑尼亚联合共和国|
UA:ucrania;ukraina;ukraine;украина;украіна;اوكرانيا;乌克兰;烏克蘭|
UG:ouganda;republic uganda;uganda;уганда;اوغندا;乌干达;烏干達|
UM:abs nyn dasarky adalary;amerikanische uberseeinseln;aqsh yondosh orollari;
iles mineures eloignees des etats unis;islas menores alejadas de ee uu;
islas menores alejadas de estados unidos;united states minor outlying islands;
us minor outlying islands;us outlying islands;акшнын сырткы аралдары;ақш ендош ороллари;
ақш тың сыртқы кіші аралдары;внешние малые о ва сша;внешние малые острова соединенных штатов;
ҷазираҳои хурди дурдасти има;جزر الولايات المتحدة النايية;نايية التابعة للولايات المتحدة;
美国本土外小岛屿;美國本土外小島嶼|
US:amerika qoshma shtatlari;amerikanyn birlesen statlary;aqsh;ee uu;eeuu;estados unidos;
estados unidos de america;etats unis;etats unis damerique;united states;united states america;us;
usa;vereinigte staaten;акш;америка қушма штатлари;америка құрама штаттары;ақш;иелоти муттаҳида;им;
кошмо штаттар;соединенные штаты;соединенные штаты америки;сша;الولايات المتحدة;
الولايات المتحدة الامريكية;美利坚合众国;美国;美國|
UY:eastern republic uruguay;oriental republic uruguay;uruguay;urugvay;urugway;уругваи;اورغواي;
اوروغواي;乌拉圭;烏拉圭|
UZ:ouzbekistan;ozbegistan;ozbekiston;republic uzbekistan;usbekistan;uzbekistan;узбекистан;
узбекистон;өзбекстан;اوزبكستان;乌兹别克斯坦;烏茲別克|
VA:citta del vaticano;ciudad del vaticano;etat de la cite du vatican;holy see;
holy see vatican city;holy see vatican city state;saint siege;santa sede;vatican;vatican city;
vatikan;vatikanstadt;watikan;ватикан;святои престол;шаҳри вотикон;الفاتيكان;الكرسي الرسولي;教廷;
梵蒂冈;梵蒂岡;罗马教廷|
VC:saint vin and gren;saint vincent;saint vincent and grenadines;saint vincent et les grenadines;
saint vincent grenadines;saint vincent und die grenadinen;san vicente y las granadinas;
sent vinsent va grenadin;sent winsent we grenadinler;сент винсент ва гренадин;
сент винсент ва гренадина;сент винсент жана гренадиндер;сент винсент және гренадин аралдары;
сент винсент и гренадины;سانت فنسنت وجزر غرينادين;圣文森特和格林纳丁斯;聖文森及格瑞那丁|
VDVN:drv;north vietnam;vietnam democratic republic;vietnam north|
VE:bolivarian republic venezuela;venesuela;venezuela;venezuela bol republic;
venezuela bolivarian republic;venezuela rb;venezuela republica bolivariana de;
venezuela republique bolivarienne du;wenesuela;венесуэла;венесуэла боливарианская республика;
فنزويلا;فنزويلا جمهورية البوليفارية;委內瑞拉;委内瑞拉;委内瑞拉 玻利瓦尔共和国;
委内瑞拉玻利瓦尔共和国|
VG:br virgin islands;brit virgin islands;britan wirgin adalary;britaniya virgin orollari;
britische jungferninseln;british virgin islands;bvi;iles vierges britanniques;
islas virgenes britanicas;virgin islands british;британдық виргин аралдары;
британия виргин ороллари;британские виргинские острова;виргин аралдары британия;
виргинские о ва великобритания;ҷазираҳои виргини британия;جزر فرجن البريطانية;
جزر فيرجن البريطانية;英属维尔京群岛;英屬維京群島|
VI:abs nyn wirgin adalary;amerikanische jungferninseln;aqsh virgin orollari;
iles vierges americaines;iles vierges des etats unis;islas virgenes de ee uu;
islas virgenes de los estados unidos;united states virgin islands;us virgin islands;usvi;
virgin islands united states;virgin islands us;ақш виргин ороллари;ақш тың виргин аралдары;
виргин аралдары акш;виргинские о ва сша;виргинские острова соединенных штатов;
ҷазираҳои виргини има;جزر فرجن التابعة للولايات المتحدة;جزر فيرجن الامريكية;
جزر فيرجن التابعة للولايات المتحدة;美属维尔京群岛;美屬維京群島|
VN:socialist republic viet nam;socialist republic vietnam;viet nam;vietnam;vietnam north vietnam;
vietnam soc republic;vyetnam;wyetnam;ветнам;вьетнам;فيتنام;فييت نام;越南|
VU:republic vanuatu;vanuatu;wanuatu;вануату;فانواتو;瓦努阿图;萬那杜|
WF:iles wallis et futuna;islas wallis y futuna;territory wallis and futuna islands;
uollis va futuna;uollis we futuna;wallis and futuna;wallis and futuna islands;wallis et futuna;
wallis und futuna;wallis y futuna;острова уоллис и футуна;уоллис ва футуна;уоллис жана футуна;
уоллис және футуна;уоллис и футуна;جزر والس وفوتونا;جزر واليس وفوتونا;瓦利斯和富图纳;
瓦利斯群岛和富图纳群岛;瓦利斯群島和富圖那群島|
WS:independent state samoa;samoa;самоа;ساموا;萨摩亚;薩摩亞|
XK:kosove;kosovo;kosovo unscr 1244;kosowo;republic kosovo;косово;كوسوفو;科索沃|
YDYE:democratic yemen;pdr yemen;pdry;south yemen;yemen democratic;yemen pdr;
yemen peoples republic;yemen south|
YE:jemen;republic yemen;yaman;yemen;yemen ar;yemen arab republic;yemen arab republic yemen;
yemen north;yemen north yemen;yemen republic;иемен;яман;اليمن;也门;葉門|
YT:mayotta;mayotte;маиотта;остров маиотта;مايوت;馬約特島;马约特|
YUCS:federal republic yugoslavia;fr yugoslavia;fry;jugoslavia;kingdom yugoslavia;sfr yugoslavia;
sfry;yugoslavia;yugoslavia fr|
ZA:afrique du sud;gunorta afrika;janubiy afrika respublikasi;republic south africa;rsa;
south africa;sudafrica;sudafrika;африкаи ҷануби;жанубии африка республикаси;оңтүстік африка;
оңтүстік африка республикасы;түштүк африка республикасы;юар;южная африка;
южно африканская республика;جنوب افريقيا;南非|
ZM:north rhodesia;republic zambia;sambia;zambia;zambie;zambiya;замбия;زامبيا;尚比亞;赞比亚|
ZW:republic zimbabwe;rhodesia;simbabwe;south rhodesia;zimbabue;zimbabve;zimbabwe;
zimbabwe rhodesia;зимбабве;زمبابوي;زيمبابوي;津巴布韦;辛巴威
"""

# Names in CLDR that are only looked up. The full text of events has no names of this table.
OTHER_SPELLINGS = """\
AD:andora;ανδορα;անդորրա;אנדורה;ანდორა;안도라;アントラ|
AE:birlesik arap emirlikleri;birləsmis ərəb əmirlikləri;cac tieu vuong quoc a rap thong nhat;
emirados arabes unidos;emiratele arabe unite;emirati arabi uniti;spojene arabske emiraty;
uni emirat arab;verenigde arabische emiraten;zjednoczone emiraty arabskie;ηνωμενα αραβικα εμιρατα;
обєднані арабські емірати;արաբական միացյալ էմիրություններ;איחוד האמירויות הערביות;
امارات متحده عربی;არაბთა გაერთიანებული საამიროები;아랍에미리트;アラフ首長国連邦|
AF:afeganistao;əfqanistan;αφγανισταν;афганістан;աֆղանստան;אפגניסטן;ავღანეთი;아프가니스탄;
アフカニスタン|
AG:antigua a barbuda;antigua dan barbuda;antigua east barbuda;antigua en barbuda;
antigua island barbuda;antigua si barbuda;antigua ve barbuda;antiqua və barbuda;
αντιγκουα και μπαρμπουντα;антигуа і барбуда;անտիգուա եւ բարբուդա;אנטיגואה וברבודה;
انتیگوا و باربودا;ანტიგუა და ბარბუდა;앤티가 바부다;アンティクア ハーフータ|
AI:ανγκουιλα;ангілья;անգուիլա;אנגווילה;انگویلا;ანგილია;앵귈라;アンキラ|
AL:arnavutluk;αλβανια;албанія;ալբանիա;אלבניה;البانی;ალბანეთი;알바니아;アルハニア|
AM:ermənistan;αρμενια;вірменія;ארמניה;ارمنستان;სომხეთი;아르메니아;アルメニア|
AO:anqola;αγκολα;անգոլա;אנגולה;انگولا;ანგოლა;앙골라;アンコラ|
AQ:antarktyda;antartide;nam cuc;ανταρκτικη;антарктика;անտարկտիդա;אנטארקטיקה;جنوبگان;ანტარქტიკა;
남극 대륙;南極|
AR:argentinie;argentyna;arjantin;αργεντινη;արգենտինա;ארגנטינה;ارژانتین;არგენტინა;아르헨티나;
アルセンチン|
AS:americka samoa;amerikaans samoa;amerikan samoasi;samoa americane;samoa amerika;
samoa amerykanskie;samoa thuoc my;αμερικανικη σαμοα;американське самоа;ամերիկյան սամոա;
סמואה האמריקנית;ساموای امریکا;ამერიკის სამოა;아메리칸 사모아;米領サモア|
AT:avusturya;oostenrijk;rakousko;αυστρια;австрія;ավստրիա;אוסטריה;اتریش;ავსტრია;오스트리아;
オーストリア|
AU:avustralya;αυστραλια;австралія;ավստրալիա;אוסטרליה;استرالیا;ავსტრალია;오스트레일리아;
オーストラリア|
AW:αρουμπα;արուբա;ארובה;არუბა;아루바;アルハ|
AX:aland adalari;alandy;ilhas aland;insulele aland;isole aland;kepulauan aland;quan đao aland;
wyspy alandzkie;νησοι ολαντ;аландські острови;ալանդյան կղզիներ;איי אולנד;جزایر الاند;
ალანდის კუნძულები;올란드 제도;オーラント諸島|
AZ:azerbaigian;azerbaijao;azerbajdzan;azerbaycan;azerbeidzjan;azerbejdzan;αζερμπαιτζαν;ադրբեջան;
אזרבייג ן;جمهوری اذربایجان;აზერბაიჯანი;아제르바이잔;アセルハイシャン|
BA:bosna a hercegovina;bosna hersek;bosnia dan herzegovina;bosnia east herzegovina;
bosnia ed erzegovina;bosnia island hercegowina;bosnia si hertegovina;bosnia va herzegovina;
bosnie en herzegovina;bosniya və herseqovina;βοσνια ερζεγοβινη;боснія і герцеговина;
բոսնիա եւ հերցեգովինա;בוסניה והרצגובינה;بوسنی و هرزگوین;ბოსნია და ჰერცეგოვინა;
보스니아 헤르체고비나;ホスニア ヘルツェコヒナ|
BB:μπαρμπειντοσ;բարբադոս;ברבדוס;باربادوس;ბარბადოსი;바베이도스;ハルハトス|
BD:bangladesz;banqlades;μπανγκλαντεσ;բանգլադեշ;בנגלדש;بنگلادش;ბანგლადეში;방글라데시;
ハンクラテシュ|
BE:belcika;belgia;belgio;βελγιο;бельгія;բելգիա;בלגיה;بلژیک;ბელგია;벨기에;ヘルキー|
BF:burquina faso;μπουρκινα φασο;буркіна фасо;բուրկինա ֆասո;בורקינה פאסו;بورکینافاسو;ბურკინა ფასო;
부르키나파소;フルキナファソ|
BG:bolqaristan;bulgarije;bulgaristan;bulharsko;bułgaria;βουλγαρια;болгарія;բուլղարիա;בולגריה;
بلغارستان;ბულგარეთი;불가리아;フルカリア|
BH:bahrajn;bəhreyn;μπαχρειν;բահրեյն;בחריין;بحرین;ბაჰრეინი;바레인;ハーレーン|
BI:μπουρουντι;бурунді;բուրունդի;בורונדי;بوروندی;ბურუნდი;부룬디;フルンシ|
BJ:μπενιν;бенін;բենին;בנין;بنین;ბენინი;베냉;ヘナン|
BL:sao bartolomeu;sent bartelemi;svaty bartolomej;αγιοσ βαρθολομαιοσ;сен бартелемі;
սուրբ բարդուղիմեոս;סנט ברתולומיאו;سن بارتلمی;სენ ბართელმი;생바르텔레미;サン ハルテルミー|
BM:bermud adalari;bermudy;βερμουδεσ;бермудські острови;բերմուդներ;ברמודה;ბერმუდა;버뮤다;
ハミュータ|
BN:brunej;μπρουνει;բրունեյ;ברוניי;برونيی;ბრუნეი;브루나이;フルネイ|
BO:bolivya;boliwia;βολιβια;болівія;բոլիվիա;בוליביה;بولیوی;ბოლივია;볼리비아;ホリヒア|
BQ:belanda karibia;ca ri be ha lan;caraibi olandesi;insulele caraibe olandeze;karayip hollandasi;
karib niderlandi;karibske nizozemsko;niderlandy karaibskie;paises baixos caribenhos;
ολλανδια καραιβικησ;карибські нідерланди;կարիբյան նիդեռլանդներ;האיים הקריביים ההולנדיים;
جزایر کارايیب هلند;კარიბის ნიდერლანდები;네덜란드령 카리브;オランタ領カリフ|
BR:brasile;brazilia;brazilie;brazylia;brezilya;βραζιλια;бразилія;բրազիլիա;ברזיל;برزیل;ბრაზილია;
브라질;フラシル|
BS:baham adalari;bahama;bahamalar;bahamy;μπαχαμεσ;багамські острови;բահամյան կղզիներ;איי בהאמה;
باهاما;ბაჰამის კუნძულები;바하마;ハハマ|
BT:butao;μπουταν;բութան;בהוטן;ბუტანი;부탄;フータン|
BV:bouvet adasi;bouveteiland;bouvetuv ostrov;buve adasi;ilha bouvet;insula bouvet;isola bouvet;
pulau bouvet;wyspa bouveta;đao bouvet;νησοσ μπουβε;острів буве;բուվե կղզի;האי בובה;جزیره بووه;
ბუვე;부베섬;フーヘ島|
BW:μποτσουανα;բոտսվանա;בוטסואנה;ბოტსვანა;보츠와나;ホツワナ|
BY:belorusko;białorus;bielorrussia;bielorussia;λευκορωσια;білорусь;բելառուս;בלארוס;بلاروس;
ბელარუსი;벨라루스;ヘラルーシ|
BZ:μπελιζ;беліз;բելիզ;בליז;بلیز;ბელიზი;벨리즈;ヘリース|
CA:καναδασ;կանադա;קנדה;کانادا;კანადა;캐나다;カナタ|
CC:cocos keeling adalari;cocoseilanden;ilhas cocos keeling;insulele cocos keeling;
isole cocos keeling;kepulauan cocos keeling;kokos kilinq adalari;kokosove ostrovy;
quan đao cocos keeling;wyspy kokosowe;νησοι κοκοσ κιλινγκ;кокосові кілінг острови;
կոկոսյան քիլինգ կղզիներ;איי קוקוס קילינג;جزایر کوکوس;ქოქოსის კილინგის კუნძულები;코코스 제도;
ココス キーリンク 諸島|
CD:demokratyczna republika konga;konqo kinsasa;κονγκο κινσασα;конго кіншаса;կոնգո կինշասա;
קונגו קינשאסה;کنگو کینشاسا;კონგო კინშასა;콩고 킨샤사;コンコ民主共和国 キンシャサ|
CF:centraal afrikaanse republiek;cong hoa trung phi;mərkəzi afrika respublikasi;
orta afrika cumhuriyeti;repubblica centrafricana;republica centrafricana;
republica centro africana;republik afrika tengah;republika srodkowoafrykanska;
stredoafricka republika;κεντροαφρικανικη δημοκρατια;центральноафриканська республіка;
կենտրոնական աֆրիկյան հանրապետություն;הרפובליקה המרכז אפריקאית;جمهوری افریقای مرکزی;
ცენტრალური აფრიკის რესპუბლიკა;중앙 아프리카 공화국;中央アフリカ共和国|
CG:kongo brazavil;konqo brazzavil;republica do congo;κονγκο μπραζαβιλ;конго браззавіль;
կոնգո բրազավիլ;קונגו ברזאויל;کنگو برازویل;კონგო ბრაზავილი;콩고 브라자빌;
コンコ共和国 フラサヒル|
CH:elvetia;isvecrə;isvicre;suica;svycarsko;szwajcaria;thuy si;zwitserland;ελβετια;швеицарія;
շվեյցարիա;שווייץ;سويیس;შვეიცარია;스위스;スイス|
CI:costa davorio;costa do marfim;ivoorkust;kotdivuar;pobrezi slonoviny;ακτη ελεφαντοστου;
кот дівуар;կոտ դ իվուար;חוף השנהב;ساحل عاج;კოტ დივუარი;코트디부아르;コートシホワール|
CK:cook adalari;cookeilanden;cookovy ostrovy;ilhas cook;insulele cook;isole cook;kepulauan cook;
kuk adalari;quan đao cook;wyspy cooka;νησοι κουκ;острови кука;կուկի կղզիներ;איי קוק;جزایر کوک;
კუკის კუნძულები;쿡 제도;クック諸島|
CL:cile;sili;χιλη;чилі;չիլի;צ ילה;شیلی;ჩილე;칠레;チリ|
CM:camaroes;kameroen;καμερουν;կամերուն;קמרון;کامرون;კამერუნი;카메룬;カメルーン|
CN:chiny;cina;tiongkok;trung quoc;κινα;չինաստան;סין;چین;ჩინეთი;중국|
CO:columbia;kolombia;kolombiya;kolumbia;kolumbie;κολομβια;колумбія;կոլումբիա;קולומביה;کلمبیا;
კოლუმბია;콜롬비아;コロンヒア|
CR:kostarika;kostaryka;κοστα ρικα;կոստա ռիկա;קוסטה ריקה;کاستاریکا;კოსტა რიკა;코스타리카;
コスタリカ|
CU:κουβα;կուբա;קובה;کوبا;კუბა;쿠바;キューハ|
CV:capo verde;capul verde;kaapverdie;kapverdy;republika zielonego przyladka;tanjung verde;
πρασινο ακρωτηριο;կաբո վերդե;כף ורדה;کیپ ورد;კაბო ვერდე;카보베르데;カーホヘルテ|
CW:kurasao;κουρασαο;կյուրասաո;קוראסאו;کوراسايو;კიურასაო;퀴라소;キュラソー|
CX:christmas adasi;christmaseiland;ilha christmas;insula christmas;isola christmas;milad adasi;
pulau natal;vanocni ostrov;wyspa bozego narodzenia;đao giang sinh;νησοσ των χριστουγεννων;
острів різдва;սուրբ ծննդյան կղզի;אי חג המולד;جزیره کریسمس;შობის კუნძული;크리스마스섬;
クリスマス島|
CY:cipro;cipru;cypr;kypr;siprus;кіпр;կիպրոս;קפריסין;قبرس;კვიპროსი;키프로스;キフロス|
CZ:cechia;cehia;ceko;cekya;cexiya;czechy;tchequia;tsjechie;τσεχια;чехія;չեխիա;צ כיה;چک;ჩეხეთი;
체코;チェコ|
DE:alemanha;almaniya;almanya;duitsland;germania;jerman;nemecko;niemcy;đuc;γερμανια;німеччина;
գերմանիա;גרמניה;المان;გერმანია;독일;トイツ|
DJ:cibuti;djibuti;dzibuti;dzibutsko;gibuti;τζιμπουτι;джибуті;ջիբութի;ג יבוטי;جیبوتی;ჯიბუტი;
지부티;シフチ|
DK:danemarca;dania;danimarca;danimarka;dansko;denemarken;đan mach;δανια;данія;դանիա;דנמרק;دانمارک;
დანია;덴마크;テンマーク|
DM:ντομινικα;домініка;դոմինիկա;דומיניקה;دومینیکا;დომინიკა;도미니카;トミニカ国|
DO:cong hoa dominica;dominicaanse republiek;dominik cumhuriyeti;dominikana;dominikanska republika;
repubblica dominicana;republik dominika;δομινικανη δημοκρατια;домініканська республіка;
դոմինիկյան հանրապետություն;הרפובליקה הדומיניקנית;جمهوری دومینیکن;დომინიკელთა რესპუბლიკა;
도미니카 공화국;トミニカ共和国|
DZ:algerije;algieria;aljazair;alzirsko;cezayir;əlcəzair;αλγερια;ալժիր;אלג יריה;الجزایر;ალჟირი;
알제리;アルシェリア|
EC:ekuador;equador;ισημερινοσ;еквадор;էկվադոր;אקוודור;اکوادور;ეკვადორი;에콰도르;エクアトル|
EE:estonsko;estonya;εσθονια;естонія;էստոնիա;אסטוניה;استونی;ესტონეთი;에스토니아;エストニア|
EG:ai cap;egipt;egito;egitto;mesir;misir;αιγυπτοσ;єгипет;եգիպտոս;מצרים;ეგვიპტე;이집트;エシフト|
EH:bati sahra;qərbi saxara;saara ocidental;sahara barat;sahara occidentala;sahara occidentale;
sahara zachodnia;tay sahara;westelijke sahara;zapadni sahara;δυτικη σαχαρα;західна сахара;
արեւմտյան սահարա;סהרה המערבית;صحرای غربی;დასავლეთ საჰარა;서사하라;西サハラ|
ER:eritre;eritreea;eritreia;erytrea;ερυθραια;еритрея;էրիթրեա;אריתריאה;اریتره;ერიტრეა;
에리트리아;エリトリア|
ES:espanha;hiszpania;ispanya;spagna;spanelsko;spania;spanje;spanyol;tay ban nha;ισπανια;іспанія;
իսպանիա;ספרד;اسپانیا;ესპანეთი;스페인;スヘイン|
ET:etiopie;etiyopya;αιθιοπια;ефіопія;եթովպիա;אתיופיה;اتیوپی;ეთიოპია;에티오피아;エチオヒア|
FI:finlanda;finsko;phan lan;φινλανδια;фінляндія;ֆինլանդիա;פינלנד;فنلاند;ფინეთი;핀란드;
フィンラント|
FJ:fici;fidzi;figi;φιτζι;фіджі;ֆիջի;פיג י;فیجی;ფიჯი;피지;フィシー|
FK:falkland adalari;falklandeilanden;falklandske ostrovy;falklandy;folklend adalari;
ilhas malvinas;insulele falkland;isole falkland;kepulauan falkland;quan đao falkland;
νησοι φοκλαντ;фолклендські острови;ֆոլքլենդյան կղզիներ;איי פוקלנד;جزایر فالکلند;
ფოლკლენდის კუნძულები;포클랜드 제도;フォークラント諸島|
FM:micronezia;mikronesia;mikronesie;mikronezja;mikronezya;μικρονησια;мікронезія;միկրոնեզիա;
מיקרונזיה;میکرونزی;მიკრონეზია;미크로네시아;ミクロネシア連邦|
FO:faeroer;faerske ostrovy;farer adalari;faroe adalari;ilhas faroe;insulele feroe;isole fær øer;
kepulauan faroe;quan đao faroe;wyspy owcze;νησοι φεροεσ;фарерські острови;ֆարերյան կղզիներ;
איי פארו;جزایر فارو;ფარერის კუნძულები;페로 제도;フェロー諸島|
FR:franca;francie;francja;frankrijk;fransa;franta;phap;prancis;γαλλια;франція;ֆրանսիա;צרפת;فرانسه;
საფრანგეთი;프랑스;フランス|
GA:gabao;qabon;γκαμπον;գաբոն;גבון;گابن;გაბონი;가봉;カホン|
GB:birlesik krallik;birləsmis kralliq;inggris raya;regatul unit;regno unito;spojene kralovstvi;
verenigd koninkrijk;vuong quoc anh;wielka brytania;ηνωμενο βασιλειο;велика британія;
միացյալ թագավորություն;בריטניה;بریتانیا;გაერთიანებული სამეფო;영국;イキリス|
GD:qrenada;γρεναδα;գրենադա;גרנדה;گرنادا;გრენადა;그레나다;クレナタ|
GE:gruzie;gruzja;gurcistan;gurcustan;γεωργια;грузія;վրաստան;גאורגיה;گرجستان;조지아;ショーシア|
GF:francouzska guyana;frans guyana;fransa qvianasi;fransiz guyanasi;guiana francesa;
guiana thuoc phap;gujana francuska;guyana francese;guyana franceza;guyana prancis;γαλλικη γουιανα;
французька гвіана;ֆրանսիական գվիանա;גיאנה הצרפתית;گویان فرانسه;საფრანგეთის გვიანა;
프랑스령 기아나;仏領キアナ|
GG:γκερνζι;гернсі;գերնսի;גרנזי;گرنزی;გერნსი;건지;カーンシー|
GH:qana;γκανα;գանա;גאנה;غنا;განა;가나;カーナ|
GI:cebelitarik;cəbəllutariq;gibilterra;γιβραλταρ;гібралтар;ջիբրալթար;גיברלטר;جبل الطارق;
გიბრალტარი;지브롤터;シフラルタル|
GL:grenlandia;groenlanda;gronsko;qrenlandiya;γροιλανδια;гренландія;գրենլանդիա;גרינלנד;گرینلند;
გრენლანდია;그린란드;クリーンラント|
GM:qambiya;γκαμπια;гамбія;գամբիա;גמביה;گامبیا;გამბია;감비아;カンヒア|
GN:gine;guine;guineea;gwinea;qvineya;γουινεα;гвінея;գվինեա;גינאה;گینه;გვინეა;기니;キニア|
GP:guadalupa;guadelupa;qvadelupa;γουαδελουπη;գվադելուպա;גוואדלופ;گوادلوپ;გვადელუპა;과들루프;
クアトルーフ|
GQ:ekvator ginesi;ekvatorial qvineya;equatoriaal guinea;guinea ekuatorial;guinea equatoriale;
guinea xich đao;guineea ecuatoriala;gwinea rownikowa;rovnikova guinea;ισημερινη γουινεα;
екваторіальна гвінея;հասարակածային գվինեա;גינאה המשוונית;گینه استوایی;ეკვატორული გვინეა;
적도 기니;赤道キニア|
GR:grecja;griekenland;hy lap;recko;yunani;yunanistan;греція;հունաստան;יוון;یونان;საბერძნეთი;
그리스;キリシャ|
GS:cənubi corciya və cənubi sendvic adalari;georgia de sud si insulele sandwich de sud;
georgia del sud east sandwich australi;georgia południowa island sandwich południowy;
georgia selatan and kep sandwich selatan;guney georgia ve guney sandwich adalari;
ilhas georgia do sul east sandwich do sul;jizni georgie a jizni sandwichovy ostrovy;
nam georgia and quan đao nam sandwich;zuid georgia en zuidelijke sandwicheilanden;
νησοι νοτια γεωργια και νοτιεσ σαντουιτσ;південна джорджія та південні сандвічеві острови;
հարավային ջորջիա եւ հարավային սենդվիչյան կղզիներ;ג ורג יה הדרומית ואיי סנדוויץ הדרומיים;
جورجیای جنوبی و جزایر ساندویچ جنوبی;სამხრეთ ჯორჯია და სამხრეთ სენდვიჩის კუნძულები;
사우스조지아 사우스샌드위치 제도;サウスショーシア サウスサントウィッチ諸島|
GT:qvatemala;γουατεμαλα;գվատեմալա;גואטמלה;گواتمالا;გვატემალა;과테말라;クアテマラ|
GU:quam;γκουαμ;գուամ;גואם;گوام;გუამი;괌;クアム|
GW:gine bissau;guineea bissau;gwinea bissau;qvineya bisau;γουινεα μπισαου;гвінея бісау;
գվինեա բիսաու;גינאה ביסאו;گینه بیسايو;გვინეა ბისაუ;기니비사우;キニアヒサウ|
GY:gujana;qayana;γουιανα;գայանա;גיאנה;گویان;გაიანა;가이아나;カイアナ|
HK:cin hong kong oib;hong kong dak tiongkok;hong kong rae da china;hongkong sar van china;
hongkong zao ciny;honq konq xususi inzibati rayonu cin;ras di hong kong;ras hong kong china;
sra hongkong chiny;đac khu hanh chinh hong kong trung quoc;χονγκ κονγκ εδπ κινασ;
гонконг оар китаю;հոնկոնգի հվշ;הונג קונג אזור מנהלי מיוחד של סין;هنگ کنگ منطقه ویژه اداری چین;
ჰონკონგის სპეციალური ადმინისტრაციული რეგიონი ჩინეთი;홍콩 중국 특별행정구;
中華人民共和国香港特別行政区|
HM:heard adasi ve mcdonald adalari;heard en mcdonaldeilanden;hearduv ostrov a mcdonaldovy ostrovy;
herd və makdonald adalari;ilhas heard east mcdonald;insula heard si insulele mcdonald;
isole heard east mcdonald;pulau heard dan kepulauan mcdonald;quan đao heard va mcdonald;
wyspy heard island mcdonalda;νησοι χερντ και μακντοναλντ;острови герд і макдоналд;
հերդ կղզի եւ մակդոնալդի կղզիներ;איי הרד ומקדונלד;هرد و جزایر مک دونالد;
ჰერდი და მაკდონალდის კუნძულები;허드 맥도널드 제도;ハート島 マクトナルト諸島|
HN:ονδουρα;հոնդուրաս;הונדורס;ჰონდურასი;온두라스;ホンシュラス|
HR:chorvatsko;chorwacja;croazia;hirvatistan;kroasia;kroatie;κροατια;хорватія;խորվաթիա;קרואטיה;
کرواسی;ხორვატია;크로아티아;クロアチア|
HT:αιτη;гаіті;հայիթի;האיטי;هايیتی;ჰაიტი;아이티;ハイチ|
HU:hongarije;hungaria;macaristan;madarsko;ungaria;ungheria;wegry;ουγγαρια;угорщина;հունգարիա;
הונגריה;مجارستان;უნგრეთი;헝가리;ハンカリー|
ID:endonezya;indonezia;indonezja;ινδονησια;індонезія;ինդոնեզիա;אינדונזיה;اندونزی;ინდონეზია;
인도네시아;イントネシア|
IE:ierland;irlandia;irsko;ιρλανδια;ірландія;իռլանդիա;אירלנד;ایرلند;ირლანდია;아일랜드;
アイルラント|
IL:israele;israil;izrael;ισραηλ;ізраіль;իսրայել;اسرايیل;ისრაელი;이스라엘;イスラエル|
IM:ilha de man;insula man;isola di man;man adasi;men adasi;ostrov man;pulau man;wyspa man;đao man;
νησοσ του μαν;острів мен;մեն կղզի;האי מאן;جزیره من;მენის კუნძული;맨섬;マン島|
IN:an đo;indie;ινδια;індія;հնդկաստան;הודו;هند;ინდოეთი;인도;イント|
IO:britaniyanin hind okeani ərazisi;britanya hint okyanusu topraklari;
brits indische oceaanterritorium;britske indickooceanske uzemi;
brytyjskie terytorium oceanu indyjskiego;lanh tho an đo duong thuoc anh;
teritoriul britanic din oceanul indian;territorio britanico do oceano indico;
territorio britannico delloceano indiano;wilayah inggris di samudra hindia;
βρετανικα εδαφη ινδικου ωκεανου;британська територія в індіиському океані;
բրիտանական տարածք հնդկական օվկիանոսում;הטריטוריה הבריטית באוקיינוס ההודי;
قلمرو بریتانیا در اقیانوس هند;ბრიტანეთის ტერიტორია ინდოეთის ოკეანეში;
영국령 인도양 지역;英領イント洋地域|
IQ:iraque;ιρακ;ірак;իրաք;עיראק;عراق;ერაყი;이라크;イラク|
IR:ιραν;іран;իրան;איראן;ირანი;이란;イラン|
IS:ijsland;islanda;izlanda;ισλανδια;ісландія;իսլանդիա;איסלנד;ایسلند;ისლანდია;아이슬란드;
アイスラント|
IT:italya;włochy;ιταλια;італія;իտալիա;איטליה;ایتالیا;იტალია;이탈리아;イタリア|
JE:cersi;τζερζι;джерсі;ջերսի;ג רזי;جرزی;ჯერსი;저지;シャーシー|
JM:giamaica;jamajka;τζαμαικα;ճամայկա;ג מייקה;جامايیکا;იამაიკა;자메이카;シャマイカ|
JO:giordania;iordania;jordansko;urdun;yordania;ιορδανια;иорданія;հորդանան;ירדן;اردن;იორდანია;
요르단;ヨルタン|
JP:giappone;japao;japonia;japonsko;japonya;jepang;nhat ban;ιαπωνια;японія;ճապոնիա;יפן;ژاپن;
იაპონია;일본|
KE:kena;quenia;κενυα;кенія;քենիա;קניה;کنیا;კენია;케냐;ケニア|
KG:kargazstan;kirgistan;kirgizie;kirgizistan;kirgizstan;qirgizistan;quirguistao;κιργισταν;
киргизстан;ղրղզստան;קירגיזסטן;قرقیزستان;ყირგიზეთი;키르기스스탄;キルキス|
KH:cambodgia;cambodja;cambogia;camboja;campuchia;kamboca;kambocya;kambodza;καμποτζη;կամբոջա;
קמבודיה;کامبوج;კამბოჯა;캄보디아;カンホシア|
KI:quiribati;κιριμπατι;кірибаті;կիրիբատի;קיריבאטי;کیریباتی;კირიბატი;키리바시;キリハス|
KM:comore;comoren;komor adalari;komorlar;komoro;komory;κομορεσ;комори;կոմորյան կղզիներ;קומורו;
کومور;კომორის კუნძულები;코모로;コモロ|
KN:saint kitts dan nevis;saint kitts east nevis;saint kitts en nevis;saint kitts island nevis;
saint kitts si nevis;saint kitts va nevis;saint kitts ve nevis;sao cristovao east nevis;
sent kits və nevis;svaty krystof a nevis;σεν κιτσ και νεβισ;сент кітс і невіс;սենթ քիտս եւ նեւիս;
סנט קיטס ונוויס;سنت کیتس و نویس;სენტ კიტსი და ნევისი;세인트키츠 네비스;
セントクリストファー ネーウィス|
KP:corea del nord;coreea de nord;coreia do norte;korea połnocna;korea utara;kuzey kore;
noord korea;severni korea;simali koreya;trieu tien;βορεια κορεα;північна корея;հյուսիսային կորեա;
קוריאה הצפונית;کره شمالی;ჩრდილოეთ კორეა;北朝鮮|
KR:corea del sud;coreea de sud;coreia do sul;cənubi koreya;guney kore;han quoc;jizni korea;
korea południowa;korea selatan;zuid korea;νοτια κορεα;південна корея;հարավային կորեա;
קוריאה הדרומית;کره جنوبی;სამხრეთ კორეა;韓国|
KW:koeweit;kuvajt;kuveyt;kuweit;kuwejt;κουβειτ;քուվեյթ;כווית;کویت;ქუვეითი;쿠웨이트;クウェート|
KY:cayman adalari;ilhas cayman;insulele cayman;isole cayman;kaaimaneilanden;kajmanske ostrovy;
kajmany;kayman adalari;kepulauan cayman;quan đao cayman;νησοι κειμαν;каиманові острови;
կայմանյան կղզիներ;איי קיימן;جزایر کیمن;კაიმანის კუნძულები;케이맨 제도;ケイマン諸島|
KZ:cazaquistao;kazachstan;kazahstan;kazakistan;qazaxistan;καζακσταν;ղազախստան;קזחסטן;قزاقستان;
ყაზახეთი;카자흐스탄;カサフスタン|
LA:λαοσ;լաոս;לאוס;لايوس;ლაოსი;라오스;ラオス|
LB:li bang;lubnan;λιβανοσ;ліван;լիբանան;לבנון;ლიბანი;레바논;レハノン|
LC:sent lusiya;sfanta lucia;svata lucie;αγια λουκια;сент люсія;սենթ լյուսիա;סנט לוסיה;سنت لوسیا;
სენტ ლუსია;세인트루시아;セントルシア|
LI:lichtenstejnsko;lixtensteyn;λιχτενσταιν;ліхтенштеин;լիխտենշտեյն;ליכטנשטיין;لیختن اشتاین;
ლიხტენშტაინი;리히텐슈타인;リヒテンシュタイン|
LK:σρι λανκα;шрі ланка;շրի լանկա;סרי לנקה;سری لانکا;შრი ლანკა;스리랑카;スリランカ|
LR:liberie;liberya;λιβερια;ліберія;լիբերիա;ליבריה;لیبریا;ლიბერია;라이베리아;リヘリア|
LS:λεσοτο;լեսոտո;לסוטו;لسوتو;ლესოთო;레소토;レソト|
LT:litouwen;litvanya;λιθουανια;լիտվա;ליטא;لیتوانی;ლიეტუვა;리투아니아;リトアニア|
LU:lucembursko;luksemburg;luksemburq;lussemburgo;λουξεμβουργο;լյուքսեմբուրգ;לוקסמבורג;لوکزامبورگ;
ლუქსემბურგი;룩셈부르크;ルクセンフルク|
LV:letland;letonya;lettonia;lotyssko;łotwa;λετονια;латвія;լատվիա;לטביה;لتونی;ლატვია;라트비아;
ラトヒア|
LY:libie;λιβυη;лівія;լիբիա;לוב;لیبی;ლიბია;리비아;リヒア|
MA:ma roc;marocco;maroko;marrocos;mərakes;μαροκο;մարոկկո;מרוקו;مراکش;მაროკო;모로코;モロッコ|
MC:μονακο;մոնակո;מונקו;موناکو;მონაკო;모나코;モナコ|
MD:moldavsko;mołdawia;μολδαβια;մոլդովա;מולדובה;مولداوی;მოლდოვა;몰도바;モルトハ|
ME:cerna hora;czarnogora;karadag;monteneqro;muntenegru;μαυροβουνιο;чорногорія;չեռնոգորիա;מונטנגרו;
مونته نگرو;მონტენეგრო;몬테네그로;モンテネクロ|
MF:sao martinho;sfantul martin;svaty martin francie;αγιοσ μαρτινοσ γαλλικο τμημα;սեն մարտեն;
סן מרטן;سنت مارتین;სენ მარტენი;생마르탱;サン マルタン|
MG:madaqaskar;μαδαγασκαρη;մադագասկար;מדגסקר;ماداگاسکار;მადაგასკარი;마다가스카르;マタカスカル|
MH:ilhas marshall;insulele marshall;isole marshall;kepulauan marshall;marsal adalari;
marshall adalari;marshalleilanden;marshallovy ostrovy;quan đao marshall;wyspy marshalla;
νησοι μαρσαλ;маршаллові острови;մարշալյան կղզիներ;איי מרשל;جزایر مارشال;მარშალის კუნძულები;
마셜 제도;マーシャル諸島|
MK:bac macedonia;kuzey makedonya;macedonia de nord;macedonia del nord;macedonia do norte;
macedonia połnocna;makedonia utara;noord macedonie;severni makedonie;simali makedoniya;
βορεια μακεδονια;північна македонія;հյուսիսային մակեդոնիա;מקדוניה הצפונית;مقدونیه شمالی;
ჩრდილოეთ მაკედონია;북마케도니아;北マケトニア|
ML:μαλι;малі;մալի;מאלי;مالی;მალი;말리;マリ|
MM:mianmar birmania;mjanma birma;myanmar barma;myanmar birma;myanmar mien đien;μιανμαρ βιρμανια;
мянма бірма;մյանմա բիրմա;מיאנמר בורמה;میانمار برمه;მიანმარი ბირმა;미얀마;ミャンマー ヒルマ|
MN:mogolistan;mong co;mongolsko;monqolustan;μογγολια;монголія;մոնղոլիա;מונגוליה;مغولستان;
მონღოლეთი;몽골;モンコル|
MO:cin makao oib;macao zao ciny;macau rae da china;macau sar van china;makao xir cin;
makau dak tiongkok;ras di macao;ras macao china;sra makau chiny;
đac khu hanh chinh macao trung quoc;μακαο εδπ κινασ;макао оар китаю;չինաստանի մակաո հվշ;
מקאו אזור מנהלי מיוחד של סין;ماکايو منطقه ویژه اداری چین;
მაკაოს სპეციალური ადმინისტრაციული რეგიონი ჩინეთი;마카오 중국 특별행정구;
中華人民共和国マカオ特別行政区|
MP:ilhas marianas do norte;insulele mariane de nord;isole marianne settentrionali;
kepulauan mariana utara;kuzey mariana adalari;mariany połnocne;noordelijke marianen;
quan đao bac mariana;severni mariany;simali marian adalari;νησοι βορειεσ μαριανεσ;
північні маріанські острови;հյուսիսային մարիանյան կղզիներ;איי מריאנה הצפוניים;
جزایر ماریانای شمالی;ჩრდილოეთ მარიანას კუნძულები;북마리아나제도;北マリアナ諸島|
MQ:martinik;martynika;μαρτινικα;мартиніка;մարտինիկա;מרטיניק;مارتینیک;მარტინიკა;마르티니크;
マルティニーク|
MR:mauretania;moritanya;μαυριτανια;мавританія;մավրիտանիա;מאוריטניה;موریتانی;მავრიტანია;
모리타니;モーリタニア|
MS:monserat;μονσερατ;մոնսեռատ;מונסראט;مونت سرات;მონსერატი;몬트세라트;モントセラト|
MT:μαλτα;մալթա;מלטה;مالت;მალტა;몰타;マルタ|
MU:mauricius;mavriki;μαυρικιοσ;маврикіи;մավրիկիոս;מאוריציוס;موریس;მავრიკი;모리셔스;
モーリシャス|
MV:maladewa;maldiv adalari;maldive;maldiven;maldivler;maledivy;malediwy;μαλδιβεσ;мальдіви;
մալդիվներ;האיים המלדיביים;مالدیو;მალდივები;몰디브;モルティフ|
MW:μαλαουι;малаві;մալավի;מלאווי;مالاوی;მალავი;말라위;マラウイ|
MX:meksiko;meksyk;messico;mexic;μεξικο;մեքսիկա;מקסיקו;مکزیک;მექსიკა;멕시코;メキシコ|
MY:malajsie;maleisie;malezja;malezya;μαλαισια;малаизія;մալայզիա;מלזיה;مالزی;მალაიზია;
말레이시아;マレーシア|
MZ:mozambic;mozambico;μοζαμβικη;мозамбік;մոզամբիկ;מוזמביק;موزامبیک;მოზამბიკი;모잠비크;
モサンヒーク|
NA:namibya;ναμιμπια;намібія;նամիբիա;נמיביה;نامیبیا;ნამიბია;나미비아;ナミヒア|
NC:kaledonia baru;nieuw caledonie;noua caledonie;nova caledonia;nova kaledonie;nowa kaledonia;
nuova caledonia;yeni kaledoniya;yeni kaledonya;νεα καληδονια;нова каледонія;նոր կալեդոնիա;
קלדוניה החדשה;کالدونیای جدید;ახალი კალედონია;뉴칼레도니아;ニューカレトニア|
NE:nijer;νιγηρασ;нігер;նիգեր;ניז ר;نیجر;ნიგერი;니제르;ニシェール|
NF:ilha norfolk;insula norfolk;isola norfolk;kepulauan norfolk;norfolk adasi;đao norfolk;
νησοσ νορφολκ;острів норфолк;նորֆոլկ կղզի;האי נורפוק;جزیره نورفولک;ნორფოლკის კუნძული;노퍽섬;
ノーフォーク島|
NG:nigerie;nijerya;νιγηρια;нігерія;նիգերիա;ניגריה;نیجریه;ნიგერია;나이지리아;ナイシェリア|
NI:nikaraqua;νικαραγουα;нікарагуа;նիկարագուա;ניקרגואה;نیکاراگويه;ნიკარაგუა;니카라과;ニカラクア|
NL:belanda;ha lan;holandia;hollanda;niderland;nizozemsko;paesi bassi;paises baixos;tarile de jos;
κατω χωρεσ;нідерланди;նիդեռլանդներ;הולנד;هلند;ნიდერლანდები;네덜란드;オランタ|
NO:na uy;noorwegen;norsko;norvec;norvegia;norwegia;νορβηγια;норвегія;նորվեգիա;נורווגיה;نروژ;
ნორვეგია;노르웨이;ノルウェー|
NP:νεπαλ;նեպալ;נפאל;نپال;ნეპალი;네팔;ネハール|
NR:ναουρου;նաուրու;נאורו;نايورو;ნაურუ;나우루;ナウル|
NU:νιουε;ніуе;նիուե;ניווה;نیويه;ნიუე;니우에;ニウエ|
NZ:nieuw zeeland;noua zeelanda;nova zelandia;novy zeland;nowa zelandia;nuova zelanda;
selandia baru;yeni zelanda;yeni zelandiya;νεα ζηλανδια;нова зеландія;նոր զելանդիա;ניו זילנד;
نیوزیلند;ახალი ზელანდია;뉴질랜드;ニューシーラント|
OM:umman;ομαν;օման;עומאן;ომანი;오만;オマーン|
PA:παναμασ;պանամա;פנמה;پاناما;პანამა;파나마;ハナマ|
PE:περου;պերու;פרו;پرو;პერუ;페루;ヘルー|
PF:francouzska polynesie;frans polynesie;fransa polineziyasi;fransiz polinezyasi;
polinesia francese;polinesia prancis;polinezia franceza;polinezja francuska;polynesia thuoc phap;
γαλλικη πολυνησια;французька полінезія;ֆրանսիական պոլինեզիա;פולינזיה הצרפתית;پلی نزی فرانسه;
საფრანგეთის პოლინეზია;프랑스령 폴리네시아;仏領ホリネシア|
PG:papoea nieuw guinea;papua noua guinee;papua nova guine;papua nova guinea;papua nowa gwinea;
papua nugini;papua nuova guinea;papua yeni gine;papua yeni qvineya;παπουα νεα γουινεα;
папуа нова гвінея;պապուա նոր գվինեա;פפואה גינאה החדשה;پاپوا گینه نو;პაპუა ახალი გვინეა;
파푸아뉴기니;ハフアニューキニア|
PH:filipijnen;filipine;filipinler;filipiny;filippine;φιλιππινεσ;філіппіни;ֆիլիպիններ;הפיליפינים;
فیلیپین;ფილიპინები;필리핀;フィリヒン|
PK:paquistao;πακισταν;պակիստան;פקיסטן;პაკისტანი;파키스탄;ハキスタン|
PL:ba lan;polandia;polonya;polsko;πολωνια;польща;լեհաստան;פולין;لهستان;პოლონეთი;폴란드;
ホーラント|
PM:muqəddəs pyer və mikelon;saint pierre a miquelon;saint pierre dan miquelon;
saint pierre east miquelon;saint pierre en miquelon;saint pierre island miquelon;
saint pierre si miquelon;saint pierre va miquelon;saint pierre ve miquelon;
sao pedro east miquelao;σεν πιερ και μικελον;сен пєр і мікелон;սեն պիեռ եւ միքելոն;
סנט פייר ומיקלון;سن پیر و میکلن;სენ პიერი და მიკელონი;생피에르 미클롱;
サンヒエール島 ミクロン島|
PN:ilhas pitcairn;insulele pitcairn;isole pitcairn;kepulauan pitcairn;pitcairn adalari;
pitcairneilanden;pitcairnovy ostrovy;pitkern adalari;quan đao pitcairn;νησοι πιτκερν;
острови піткерн;պիտկեռն կղզիներ;איי פיטקרן;جزایر پیت کرن;პიტკერნის კუნძულები;핏케언 제도;
ヒトケアン諸島|
PR:porto riko;portorico;portoriko;portoryko;πουερτο ρικο;пуерто рико;պուերտո ռիկո;פוארטו ריקו;
پورتوریکو;პუერტო რიკო;푸에르토리코;フエルトリコ|
PS:filistin bolgeleri;fələstin əraziləri;lanh tho palestine;palestijnse gebieden;
palestinska uzemi;teritoriile palestiniene;territori palestinesi;terytoria palestynskie;
wilayah palestina;παλαιστινιακα εδαφη;палестинські територіі;պաղեստինյան տարածքներ;
השטחים הפלסטיניים;سرزمین های فلسطینی;პალესტინის ტერიტორიები;팔레스타인 지구;
ハレスチナ自治区|
PT:bo đao nha;portekiz;portogallo;portugalia;portugalsko;portuqaliya;πορτογαλια;португалія;
պորտուգալիա;פורטוגל;پرتغال;პორტუგალია;포르투갈;ホルトカル|
PW:παλαου;պալաու;פלאו;پالايو;პალაუ;팔라우;ハラオ|
PY:paragwaj;paraqvay;παραγουαη;պարագվայ;פרגוואי;پاراگويه;პარაგვაი;파라과이;ハラクアイ|
QA:qətər;καταρ;կատար;קטאר;კატარი;카타르;カタール|
RE:reuniao;riunione;ρεινιον;реюньион;ռեյունիոն;ראוניון;ريونیون;რეუნიონი;레위니옹;レユニオン|
RO:roemenie;romanya;romenia;rumunia;rumunsko;ρουμανια;румунія;ռումինիա;רומניה;رومانی;რუმინეთი;
루마니아;ルーマニア|
RS:servie;sirbistan;srbsko;σερβια;сербія;սերբիա;סרביה;صربستان;სერბეთი;세르비아;セルヒア|
RU:rosja;rusiya;rusko;rusland;rusya;ρωσια;росія;ռուսաստան;רוסיה;روسیه;რუსეთი;러시아;ロシア|
RW:ρουαντα;ռուանդա;רואנדה;რუანდა;르완다;ルワンタ|
SA:a rap xe ut;arab saudi;arabia saudyjska;saoedi arabie;saudska arabie;suudi arabistan;
səudiyyə ərəbistani;σαουδικη αραβια;саудівська аравія;սաուդյան արաբիա;ערב הסעודית;عربستان سعودی;
საუდის არაბეთი;사우디아라비아;サウシアラヒア|
SB:ilhas salomao;insulele solomon;isole salomone;kepulauan solomon;quan đao solomon;
salamounovy ostrovy;salomonseilanden;solomon adalari;wyspy salomona;νησοι σολομωντοσ;
соломонові острови;սողոմոնյան կղզիներ;איי שלמה;جزایر سلیمان;სოლომონის კუნძულები;
솔로몬 제도;ソロモン諸島|
SC:seicheles;seszele;seychely;seysel adalari;seyseller;σευχελλεσ;сеишельські острови;սեյշելներ;
איי סיישל;سیشل;სეიშელის კუნძულები;세이셸;セーシェル|
SD:soedan;sudao;σουδαν;սուդան;סודן;سودان;სუდანი;수단;スータン|
SE:isvec;suedia;svedsko;svezia;swedia;szwecja;thuy đien;zweden;σουηδια;швеція;շվեդիա;שוודיה;سويد;
შვედეთი;스웨덴;スウェーテン|
SG:sinqapur;σιγκαπουρη;сінгапур;սինգապուր;סינגפור;سنگاپور;სინგაპური;싱가포르;シンカホール|
SH:muqəddəs yelena;santa helena;santelena;sfanta elena;sint helena;svata helena;
wyspa swietej heleny;αγια ελενη;острів святоі єлени;սուրբ հեղինեի կղզի;סנט הלנה;سنت هلن;
წმინდა ელენეს კუნძული;세인트헬레나;セントヘレナ|
SI:slovenya;slovinsko;słowenia;σλοβενια;словенія;սլովենիա;סלובניה;اسلوونی;სლოვენია;
슬로베니아;スロヘニア|
SJ:kepulauan svalbard dan jan mayen;spicberky a jan mayen;spitsbergen en jan mayen;
svalbard east jan mayen;svalbard island jan mayen;svalbard si jan mayen;svalbard va jan mayen;
svalbard ve jan mayen;svalbard və yan mayen;σβαλμπαρντ και γιαν μαγιεν;шпіцберген та ян маєн;
սվալբարդ եւ յան մայեն;סבאלברד ויאן מאיין;سوالبارد و یان ماین;შპიცბერგენი და იან მაიენი;
스발바르제도 얀마웬섬;スハールハル諸島 ヤンマイエン島|
SK:slovacchia;slovacia;slovakya;slowakije;słowacja;σλοβακια;словаччина;սլովակիա;סלובקיה;اسلواکی;
სლოვაკეთი;슬로바키아;スロハキア|
SL:serra leoa;σιερα λεονε;сьєрра леоне;սիեռա լեոնե;סיירה לאון;سیراليون;სიერა ლეონე;
시에라리온;シエラレオネ|
SM:αγιοσ μαρινοσ;սան մարինո;סן מרינו;سان مارینو;სან მარინო;산마리노;サンマリノ|
SN:seneqal;σενεγαλη;սենեգալ;סנגל;سنگال;სენეგალი;세네갈;セネカル|
SO:somalsko;σομαλια;сомалі;սոմալի;סומליה;سومالی;სომალი;소말리아;ソマリア|
SR:σουριναμ;սուրինամ;סורינאם;سورینام;სურინამი;수리남;スリナム|
SS:cənubi sudan;guney sudan;jizni sudan;nam sudan;sud sudan;sudan południowy;sudan selatan;
sudanul de sud;sudao do sul;zuid soedan;νοτιο σουδαν;південнии судан;հարավային սուդան;דרום סודן;
سودان جنوبی;სამხრეთ სუდანი;남수단;南スータン|
ST:san tome və prinsipi;sao tome dan principe;sao tome en principe;sao tome si principe;
sao tome va principe;sao tome ve principe;svaty tomas a princuv ostrov;
wyspy swietego tomasza island ksiazeca;σαο τομε και πρινσιπε;сан томе і принсіпі;
սան տոմե եւ փրինսիպի;סאו טומה ופרינסיפה;سايوتومه و پرینسیپ;სან ტომე და პრინსიპი;
상투메 프린시페;サントメ フリンシヘ|
SV:ελ σαλβαδορ;սալվադոր;אל סלבדור;السالوادور;სალვადორი;엘살바도르;エルサルハトル|
SX:svaty martin nizozemsko;αγιοσ μαρτινοσ ολλανδικο τμημα;сінт мартен;սինտ մարտեն;סנט מארטן;
سنت مارتن;სინტ მარტენი;신트마르턴;シント マールテン|
SY:suriah;suriye;συρια;сирія;սիրիա;סוריה;سوریه;სირია;시리아;シリア|
SZ:essuatini;esvatini;εσουατινι;есватіні;էսվատինի;אסוואטיני;اسواتینی;სვაზილენდი;에스와티니;
エスワティニ|
TC:ilhas turcas east caicos;insulele turks si caicos;isole turks east caicos;
kepulauan turks dan caicos;quan đao turks va caicos;torks və kaykos adalari;turks a caicos;
turks en caicoseilanden;turks island caicos;turks ve caicos adalari;νησοι τερκσ και καικοσ;
острови теркс і каикос;թըրքս եւ կայկոս կղզիներ;איי טרקס וקייקוס;جزایر تورکس و کایکوس;
თერქს ქაიქოსის კუნძულები;터크스 케이커스 제도;タークス カイコス諸島|
TD:chade;ciad;czad;tsjaad;τσαντ;չադ;צ אד;چاد;ჩადი;차드;チャト|
TF:francouzska jizni uzemi;francuskie terytoria południowe island antarktyczne;
fransanin cənub əraziləri;franse gebieden in de zuidelijke indische oceaan;
fransiz guney topraklari;lanh tho phia nam thuoc phap;teritoriile australe si antarctice franceze;
terre australi francesi;territorios franceses do sul;wilayah selatan prancis;γαλλικα νοτια εδαφη;
французькі південні територіі;ֆրանսիական հարավային տարածքներ;הטריטוריות הדרומיות של צרפת;
سرزمین های جنوبی فرانسه;ფრანგული სამხრეთის ტერიტორიები;프랑스령 남방 지역;
仏領極南諸島|
TG:toqo;τογκο;տոգո;טוגו;توگو;ტოგო;토고;トーコ|
TH:tajlandia;thai lan;thailanda;thailandia;thajsko;ταιλανδη;таіланд;թաիլանդ;תאילנד;تایلند;
ტაილანდი;태국;タイ|
TJ:tacikistan;tadjiquistao;tadzikistan;tadzjikistan;tadzykistan;tagikistan;τατζικισταν;տաջիկստան;
טג יקיסטן;تاجیکستان;ტაჯიკეთი;타지키스탄;タシキスタン|
TK:τοκελαου;տոկելաու;טוקלאו;توکلايو;ტოკელაუ;토켈라우;トケラウ|
TL:oost timor;sərqi timor;timor est;timor wschodni;vychodni timor;τιμορ λεστε;тимор лешті;
թիմոր լեշտի;טימור לסטה;تیمور لسته;ტიმორ ლესტე;동티모르;東ティモール|
TM:turcomenistao;turkmənistan;τουρκμενισταν;туркменістан;թուրքմենստան;טורקמניסטן;ترکمنستان;
თურქმენეთი;투르크메니스탄;トルクメニスタン|
TN:tunesie;tunezja;tunisko;tunus;τυνησια;туніс;թունիս;תוניסיה;ტუნისი;튀니지;チュニシア|
TO:tonqa;τονγκα;տոնգա;טונגה;تونگا;ტონგა;통가;トンカ|
TR:tho nhi ky;turchia;turcia;turcja;turecko;turki;turkije;turkiyə;τουρκια;туреччина;թուրքիա;
טורקיה;ترکیه;თურქეთი;튀르키예;トルコ|
TT:trinidad a tobago;trinidad dan tobago;trinidad east tobago;trinidad en tobago;
trinidad si tobago;trinidad ve tobago;trinidad və tobaqo;trynidad island tobago;
τρινινταντ και τομπαγκο;тринідад і тобаго;տրինիդադ եւ տոբագո;טרינידד וטובגו;ترینیداد و توباگو;
ტრინიდადი და ტობაგო;트리니다드 토바고;トリニタート トハコ|
TV:τουβαλου;տուվալու;טובאלו;تووالو;ტუვალუ;투발루;ツハル|
TW:tajwan;tchaj wan;đai loan;ταιβαν;թայվան;טייוואן;تایوان;ტაივანი;대만|
TZ:tanzanya;τανζανια;танзанія;տանզանիա;טנזניה;تانزانیا;ტანზანია;탄자니아;タンサニア|
UA:oekraine;ucraina;ukrajina;ukrayna;ουκρανια;ուկրաինա;אוקראינה;اوکراین;უკრაინა;우크라이나;
ウクライナ|
UG:oeganda;uqanda;ουγκαντα;ուգանդա;אוגנדה;اوگاندا;უგანდა;우간다;ウカンタ|
UM:abd kucuk harici adalari;abs a bagli kicik adaciqlar;cac tieu đao xa cua hoa ky;
dalekie wyspy mniejsze stanow zjednoczonych;ilhas menores distantes dos eua;
insulele indepartate ale sua;isole minori esterne degli stati uniti;kepulauan terluar as;
kleine afgelegen eilanden van de verenigde staten;mensi odlehle ostrovy usa;
απομακρυσμενεσ νησιδεσ ηπα;віддалені острови сша;արտաքին կղզիներ ամն;
האיים המרוחקים הקטנים של ארה ב;جزایر دورافتاده ایالات متحده;აშშ ის შორეული კუნძულები;
미국령 해외 제도;合衆国領有小離島|
US:amerika birlesik devletleri;amerika birləsmis statlari;amerika serikat;hoa ky;spojene staty;
stany zjednoczone;statele unite ale americii;stati uniti;verenigde staten;ηνωμενεσ πολιτειεσ;
сполучені штати;միացյալ նահանգներ;ארצות הברית;ایالات متحده;ამერიკის შეერთებული შტატები;미국;
アメリカ合衆国|
UY:uruguai;urugwaj;uruqvay;ουρουγουαη;ուրուգվայ;אורוגוואי;اروگويه;ურუგვაი;우루과이;ウルクアイ|
UZ:oezbekistan;ozbekistan;ozbəkistan;uzbequistao;ουζμπεκισταν;ուզբեկստան;אוזבקיסטן;ازبکستان;
უზბეკეთი;우즈베키스탄;ウスヘキスタン|
VA:cidade do vaticano;statul cetatii vaticanului;thanh vatican;vaticaanstad;watykan;βατικανο;
վատիկան;הוותיקן;واتیکان;ქალაქი ვატიკანი;바티칸 시국;ハチカン市国|
VC:saint vincent dan grenadine;saint vincent east grenadine;saint vincent en de grenadines;
saint vincent island grenadyny;saint vincent si grenadinele;saint vincent va grenadines;
saint vincent ve grenadinler;sao vicente east granadinas;sent vinsent və qrenadinlər;
svaty vincenc a grenadiny;αγιοσ βικεντιοσ και γρεναδινεσ;сент вінсент і гренадіни;
սենթ վինսենթ եւ գրենադիններ;סנט וינסנט והגרנדינים;سنت وینسنت و گرنادین;
სენტ ვინსენტი და გრენადინები;세인트빈센트그레나딘;
セントヒンセント及ひクレナティーン諸島|
VE:wenezuela;βενεζουελα;венесуела;վենեսուելա;ונצואלה;ونزويلا;ვენესუელა;베네수엘라;ヘネスエラ|
VG:britaniyanin virgin adalari;britanya virjin adalari;britse maagdeneilanden;
britske panenske ostrovy;brytyjskie wyspy dziewicze;ilhas virgens britanicas;
insulele virgine britanice;isole vergini britanniche;kepulauan virgin britania raya;
quan đao virgin thuoc anh;βρετανικεσ παρθενεσ νησοι;британські віргінські острови;
բրիտանական վիրջինյան կղզիներ;איי הבתולה הבריטיים;جزایر ویرجین بریتانیا;
ბრიტანეთის ვირჯინის კუნძულები;영국령 버진아일랜드;英領ウァーシン諸島|
VI:abd virjin adalari;abs virgin adalari;americke panenske ostrovy;amerikaanse maagdeneilanden;
ilhas virgens americanas;insulele virgine americane;isole vergini americane;
kepulauan virgin amerika serikat;quan đao virgin thuoc hoa ky;
wyspy dziewicze stanow zjednoczonych;αμερικανικεσ παρθενεσ νησοι;віргінські острови сша;
ամն վիրջինյան կղզիներ;איי הבתולה של ארצות הברית;جزایر ویرجین ایالات متحده;
აშშ ის ვირჯინის კუნძულები;미국령 버진아일랜드;米領ウァーシン諸島|
VN:vietna;wietnam;βιετναμ;вєтнам;վիետնամ;וייטנאם;ویتنام;ვიეტნამი;베트남;ヘトナム|
VU:βανουατου;վանուատու;ונואטו;وانواتو;ვანუატუ;바누아투;ハヌアツ|
WF:kepulauan wallis dan futuna;uollis və futuna;wallis a futuna;wallis east futuna;
wallis en futuna;wallis island futuna;wallis si futuna;wallis va futuna;wallis ve futuna;
γουαλισ και φουτουνα;уолліс і футуна;ուոլիս եւ ֆուտունա;איי ווליס ופוטונה;والیس و فوتونا;
უოლისი და ფუტუნა;왈리스 푸투나 제도;ウォリス フツナ|
WS:σαμοα;սամոա;סמואה;სამოა;사모아;サモア|
XK:kosova;κοσσυφοπεδιο;կոսովո;קוסובו;کوزوو;კოსოვო;코소보;コソホ|
YE:iemen;yəmən;υεμενη;ємен;եմեն;תימן;یمن;იემენი;예멘;イエメン|
YT:majotta;mayot;μαγιοτ;մայոտ;מאיוט;مایوت;მაიოტა;마요트;マヨット|
ZA:africa de sud;africa do sul;afrika selatan;cənub afrika;guney afrika;jihoafricka republika;
nam phi;republika południowej afryki;zuid afrika;νοτια αφρικη;південно африканська республіка;
հարավաֆրիկյան հանրապետություն;דרום אפריקה;افریقای جنوبی;სამხრეთ აფრიკის რესპუბლიკა;
남아프리카;南アフリカ|
ZM:ζαμπια;замбія;զամբիա;זמביה;زامبیا;ზამბია;잠비아;サンヒア|
ZW:ζιμπαμπουε;зімбабве;զիմբաբվե;זימבבואה;زیمبابوه;ზიმბაბვე;짐바브웨;シンハフエ
"""
