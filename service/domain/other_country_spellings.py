"""Names of countries, folded, that are only looked up; made by
``tools/country_spellings.py``.

The full text of events has no names of this table. Origin: CLDR in Armenian, Azerbaijani, Czech,
Dutch, Georgian, Greek, Hebrew, Indonesian, Italian, Japanese, Korean, Persian, Polish, Portuguese,
Romanian, Turkish, Ukrainian and Vietnamese. seed/SOURCES.md says where it was taken from, and under
which licence.
"""

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
