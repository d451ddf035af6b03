"""How the big lists spell the names of countries, folded; made by
``tools/country_spellings.py``.

Origin: the names of ISO 3166, the World Bank, UN M49 and UN Terminology, Natural Earth, UCDP,
Gleditsch and Ward, Correlates of War, V-Dem, Polity, the CIA World Factbook, the Office of the
Historian, and CLDR in the six languages of the United Nations and in Kazakh, Kyrgyz, Tajik,
Turkmen and Uzbek. seed/SOURCES.md says where each was taken from, and under which licence.
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
