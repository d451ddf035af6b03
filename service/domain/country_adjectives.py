"""English adjectives of countries and names of their people, in folded form. Made by
``tools/country_adjectives.py``.

Origin: the nationalities and peoples of the CIA World Factbook, i18n-nationality, and what
both leave out. seed/SOURCES.md says where each was taken from, and under which licence.
"""

ADJECTIVES = """\
AD:andorran|
AE:emirati;emirian|
AF:afghan;afghanistan|
AG:antiguan;antiguans;barbudan|
AI:anguillan|
AIDJ:afar;issa|
AL:albanian|
AM:armenian|
ANHH:antillean;netherlands antillean|
AO:angolan|
AR:argentine;argentinean;argentinian|
AS:american samoan|
AT:austrian|
AU:australian|
AW:aruban;dutch|
AX:alander|
AZ:azerbaijan;azerbaijani;azeri|
BA:bosniak;bosnian;herzegovinian|
BB:bajan;barbadian|
BD:bangladesh;bangladeshi;bengali|
BE:belgian|
BF:burkinabe|
BG:bulgaria;bulgarian|
BH:bahraini|
BI:burundian|
BJ:beninese|
BM:bermudian|
BN:bruneian|
BO:bolivian|
BR:brazilian|
BS:bahamian|
BT:bhutanese|
BUMM:burmese|
BW:batswana;botswanan;motswana|
BY:belarusan;belarusian;byelorussian|
BYAA:byelorussian|
BZ:belizean|
CA:canadian|
CC:cocos;cocos islander|
CD:congolese;zairian|
CF:central african|
CG:congolese|
CH:helvetic;swiss|
CI:ivoirian;ivorian|
CK:cook islander|
CL:chilean|
CM:cameroonian|
CN:chinese;sino|
CO:colombian|
CR:costa rican|
CSHH:czechoslovak;czechoslovakian|
CSXX:montenegrin;serbian;yugoslav|
CU:cuba;cuban|
CV:cabo verdean;cape verdean|
CW:curacaoan;dutch|
CX:christmas island;christmas islander|
CY:cypriot;cyprus|
CZ:bohemian;czech|
DDDE:east german|
DE:german;west german|
DJ:djiboutian|
DK:dane;danish|
DM:dominican|
DO:dominican|
DYBJ:dahomean|
DZ:algerian|
EC:ecuadorean;ecuadorian|
EE:estonian|
EG:egyptian|
EH:saharan;sahraoui;sahraouian;sahrawi;sahrawian|
ER:eritrea;eritrean|
ES:catalan;spaniard;spanish|
ET:ethiopian|
FI:finn;finnish|
FJ:fiji;fijian|
FK:falkland island;falkland islander|
FM:chuukese;kosraen;micronesian;pohnpeian;yapese|
FO:faroese|
FR:french;frenchman;frenchmen;frenchwoman;frenchwomen;gallic|
FXFR:french|
GA:gabonese|
GB:brit;british;briton;english;scottish;welsh|
GD:grenadian|
GE:georgian|
GEHH:gilbertese|
GF:french;french guianese|
GG:channel islander;guernsey|
GH:ghanaian|
GI:gibraltar;gibraltarian|
GL:greenlander;greenlandic|
GM:gambian|
GN:guinean|
GP:guadeloupean|
GQ:equatoguinean;equatorial guinean|
GR:grecian;greece;greek;hellenic|
GT:guatemalan|
GU:guamanian|
GW:bissau guinean;guinea bissauan|
GY:guyanese|
HK:chinese;hong kong;hong konger|
HN:honduran|
HR:croat;croatian|
HT:haitian|
HU:hungarian;hungary|
HVBF:upper voltan;voltaic|
ID:indonesian|
IE:irish;irishman;irishmen;irishwoman;irishwomen|
IL:israel;israeli|
IM:manx;manxman;manxmen;manxwoman;manxwomen|
IN:indian;indo|
IQ:iraqi|
IR:iranian;persian|
IS:icelander;icelandic|
IT:italian|
JE:channel islander;jersey|
JM:jamaican|
JO:jordanian|
JP:japan;japanese|
KE:kenyan|
KG:kirghiz;kyrgyz;kyrgyzstani|
KH:cambodian;kampuchean;khmer|
KI:i kiribati;kiribati|
KM:comoran|
KN:kittian;kittitian;nevisian|
KP:korean;north korean|
KR:korean;south korean|
KW:kuwaiti|
KY:cayman;caymanian|
KZ:kazak;kazakh;kazakhstani|
LA:lao;laos;laotian|
LB:lebanese|
LC:saint lucian|
LI:liechtenstein;liechtensteiner|
LK:ceylonese;sri lankan|
LR:liberian|
LS:basotho;mosotho|
LT:lithuanian|
LU:luxembourg;luxembourger|
LV:latvian|
LY:libyan|
MA:moroccan|
MC:monacan;monegasque|
MD:moldovan|
ME:montenegrin|
MG:malagasy|
MH:marshallese|
MK:macedonian|
ML:malian|
MM:burmese;myanma|
MN:mongol;mongolian|
MO:chinese|
MP:northern marianan|
MQ:martinican|
MR:mauritanian|
MS:montserratian|
MT:maltese|
MU:mauritian;mauritius|
MV:maldivan;maldivian|
MW:malawian|
MX:mexican;mexico|
MY:malay;malaysian|
MZ:mozambican|
NA:namibian|
NC:new caledonian|
NE:nigerien|
NF:norfolk;norfolk islander|
NG:nigeria;nigerian|
NHVU:new hebridean|
NI:nicaraguan|
NL:dutch;dutchman;dutchmen;dutchwoman;dutchwomen;hollander;netherlander|
NO:norwegian|
NP:nepalese;nepali|
NR:nauruan|
NU:niuean|
NZ:kiwi;new zealand;new zealander|
OM:omani|
PA:panamanian|
PE:peruvian|
PF:french;french polynesian|
PG:papua new guinean|
PH:filipina;filipino;philippine|
PK:pakistani|
PL:pole;polish|
PM:french;frenchman;frenchmen;frenchwoman;frenchwomen|
PN:pitcairn islander|
PR:puerto rican|
PS:gazan;palestinian|
PT:luso;portugal;portuguese|
PW:palauan|
PY:paraguayan|
PZPA:zonian|
QA:qatari|
RE:reunionese|
RHZW:rhodesian|
RO:romania;romanian|
RS:serb;serbia;serbian|
RU:russia;russian;russo|
RW:rwandan|
SA:saudi;saudi arabian|
SB:solomon islander|
SC:seychellois|
SD:sudanese|
SE:swede;swedish|
SG:singapore;singaporean|
SH:saint helenian|
SI:slovene;slovenian|
SJ:svalbard|
SK:slovak;slovakia;slovakian|
SKIN:sikkimese|
SL:sierra leonean|
SM:sammarinese;san marinese|
SN:senegalese|
SO:somali|
SR:surinamer;surinamese|
SS:south sudanese|
ST:sao tomean|
SUHH:soviet|
SV:salvadoran|
SX:sint maartener|
SY:syrian|
SZ:emaswati;eswatini;liswati;swati;swazi|
TD:chadian|
TF:french|
TG:togo;togolese|
TH:thai|
TJ:tadjik;tajik;tajikistani|
TK:tokelauan|
TL:east timorese;timorese|
TM:turkmen;turkmenistani;turkoman|
TN:tunisian|
TO:tongan|
TPTL:east timorese;timorese|
TR:turk;turkic;turkish|
TT:tobagonian;trinidadian|
TV:tuvaluan|
TW:formosan;taiwan;taiwanese|
TZ:tanzanian|
UA:ukrainian|
UG:ugandan|
US:american;yankee|
UY:uruguayan|
UZ:uzbek;uzbekistani|
VA:papal;vatican|
VC:saint vincentian;vincentian|
VDVN:north vietnamese|
VE:venezuelan|
VG:british virgin islander;virgin islander|
VI:virgin islander|
VN:viet;vietnamese|
VU:ni vanuatu;vanuatu|
WF:futunan;wallis and futuna islander;wallis and futuna islanders;wallisian|
WS:samoan|
XK:kosovan;kosovar;kosovo|
YDYE:south yemeni|
YE:yemeni;yemenite|
YUCS:jugoslav;yugoslav;yugoslavian|
ZA:south african|
ZM:zambian|
ZRCD:zairean;zairian|
ZW:zimbabwean
"""
