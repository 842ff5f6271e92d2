"""The words by which people in eleven languages say that something cannot wait: the vocabulary of `urgency.py`.

A group is a list of phrases a language, written as `phrase.py` explains; accents are folded before comparing. Words
that only mean something together (medicine *and* its loss) are groups of their own.
"""

MEDICAL: dict[str, str] = {
    "en": "heart attack|stroke|ambulance|hospital|seizure|unconscious|fainted|allergic reaction|anaphyla*|insulin|epipen|"
    "chest pain|can't breathe|cannot breathe|oxygen|dialysis|miscarriage|in labour|in labor|bleeding|medical emergency|"
    "collapsed|he is dying|she is dying|is dying in|mother is dying|father is dying|mum is dying|mom is dying|passed away|funeral|broke* her leg|broke* his leg|needs a doctor|need a doctor|diabetic",
    "nl": "hartaanval|beroerte|ambulance|ziekenhuis|epileptische aanval|bewusteloos|flauwgevallen|allergische reactie|"
    "insuline|epipen|pijn op de borst|krijg geen lucht|zuurstof|dialyse|miskraam|bloedt|bloeding|medisch noodgeval|"
    "stervende|sterven|overleden|begrafenis|uitvaart|dokter nodig|arts nodig|diabeet|diabetes",
    "de": "herzinfarkt|schlaganfall|krankenwagen|krankenhaus|notarzt|krampfanfall|bewusstlos|ohnmachtig|"
    "allergische reaktion|insulin|epipen|brustschmerzen|keine luft|sauerstoff|dialyse|fehlgeburt|blutet|blutung|"
    "medizinischer notfall|im sterben|liegt im sterben|verstorben|gestorben|beerdigung|braucht einen arzt|"
    "brauche einen arzt|diabetiker*|diabetes",
    "fr": "crise cardiaque|infarctus|avc|ambulance|hopital|les urgences|crise d'epilepsie|inconscient*|evanoui*|"
    "reaction allergique|insuline|epipen|douleur a la poitrine|respire plus|peux pas respirer|oxygene|dialyse|"
    "fausse couche|saigne|hemorragie|urgence medicale|mourant*|decede*|deces|enterrement|obseques|besoin d'un medecin|"
    "diabetique*",
    "es": "infarto|ictus|ambulancia|hospital|convulsion*|inconsciente|desmay*|reaccion alergica|insulina|epipen|"
    "dolor en el pecho|no puede respirar|no puedo respirar|oxigeno|dialisis|aborto espontaneo|sangra*|"
    "emergencia medica|muriendo|fallecido|fallecio|ha muerto|funeral|entierro|necesita un medico|necesito un medico|"
    "diabetic*",
    "pt": "ataque cardiaco|enfarte|infarto|avc|ambulancia|hospital|convulsao|convulsoes|inconsciente|desmai*|"
    "reacao alergica|insulina|epipen|dor no peito|nao consegue respirar|nao consigo respirar|oxigenio|dialise|"
    "aborto espontaneo|sangra*|emergencia medica|a morrer|morrendo|faleceu|falecimento|funeral|enterro|"
    "precisa de um medico|preciso de um medico|diabetic*",
    "it": "infarto|ictus|ambulanza|ospedale|pronto soccorso|convulsioni|incosciente|svenut*|reazione allergica|insulina|"
    "epipen|dolore al petto|non respira|non riesco a respirare|ossigeno|dialisi|aborto spontaneo|sanguina*|"
    "emergenza medica|in fin di vita|sta morendo|deceduto|mancato mio|morto mio|morta mia|funerale|"
    "bisogno di un medico|diabetic*",
    "ru": "инфаркт*|инсульт*|скорая|скорую|больниц*|судорог*|приступ*|без сознания|потерял* сознание|"
    "аллергическая реакция|анафила*|инсулин*|эпипен|боль в груди|не может дышать|не могу дышать|задыха*|кислород*|"
    "диализ*|выкидыш|кровотечение|умирает|умер|умерла|скончал*|похорон*|нужен врач|врача|диабет*",
    "zh": "心脏病|心臟病|中风|中風|救护车|救護車|医院|醫院|住院|抽搐|昏迷|晕倒|暈倒|过敏反应|過敏反應|胰岛素|胰島素|胸痛|"
    "呼吸困难|呼吸不了|氧气|透析|流产|出血|急救|病危|去世|过世|葬礼|需要医生|糖尿病",
    "ja": "心臓発作|脳卒中|救急車|病院|入院|痙攣|けいれん|意識がな|意識不明|気を失|倒れ|アレルギー反応|アナフィラキシー|インスリン|"
    "エピペン|胸が痛|息ができ|呼吸が|酸素|透析|流産|出血|危篤|亡くなり|亡くなっ|葬儀|お葬式|医者が必要|医師が必要|糖尿病",
    "ko": "심장마비|심근경색|뇌졸중|구급차|응급실|병원|입원|경련|의식이 없|의식을 잃|쓰러졌|기절|알레르기 반응|아나필락시스|인슐린|에피펜|"
    "가슴 통증|가슴이 아|숨을 못|숨을 쉴 수|산소|투석|유산|출혈|위독|돌아가셨|장례|의사가 필요|당뇨",
}

MEDICINE: dict[str, str] = {
    "en": "medicine*|medication*|pills|meds|inhaler|prescription|wheelchair",
    "nl": "medicijn*|medicatie|pillen|puffer|inhalator|rolstoel",
    "de": "medikament*|medizin|tabletten|inhalator|asthmaspray|rollstuhl",
    "fr": "medicament*|traitement|pilules|inhalateur|ventoline|fauteuil roulant",
    "es": "medicina*|medicamento*|medicacion|pastillas|inhalador|silla de ruedas",
    "pt": "medicamento*|remedio*|medicacao|comprimidos|inalador|bombinha|cadeira de rodas",
    "it": "medicin*|farmac*|pastiglie|inalatore|sedia a rotelle",
    "ru": "лекарств*|таблетк*|ингалятор*|инвалидная коляска|инвалидную коляску|инвалидной коляски|коляска",
    "zh": "药|藥|吸入器|轮椅|輪椅",
    "ja": "薬|吸入器|車椅子|車いす",
    "ko": "약이|약을|약은|약도|처방약|흡입기|휠체어|약이에요|약이 든|약이든|드셔야 하는 약",
}

LACK: dict[str, str] = {
    "en": "lost|missing|without|ran out|run out|running out|in my suitcase|in my bag|in her bag|in his bag|in the suitcase|"
    "in my luggage|in my checked|left on board|left on the plane|not arrived|didn't arrive|did not arrive|broken|"
    "waiting for|still waiting|nobody|no one"
    "|wait* for",
    "nl": "kwijt|zonder|raakt op|bijna op|is op|zijn op|in mijn koffer|in de koffer|in zijn koffer|in haar koffer|"
    "in mijn bagage|aan boord laten liggen|niet aangekomen|kapot|wacht|wachten|niemand"
    "|wachten op",
    "de": "verloren|ohne|geht aus|gehen aus|im koffer|in meinem koffer|im gepack|nicht angekommen|kaputt|warte|warten|"
    "niemand|keiner|fehlt|fehlen"
    "|wartet",
    "fr": "perdu*|sans|plus de|dans ma valise|dans la valise|dans mon bagage|dans mes bagages|pas arrive*|casse*|"
    "attends|attendons|personne"
    "|attend",
    "es": "perdido*|perdida*|sin|se acaba*|en mi maleta|en la maleta|en el equipaje|no ha llegado|no llego|no han llegado|"
    "roto|rota|esperando|nadie"
    "|espera|esperamos",
    "pt": "perdid*|sem|acaba*|na minha mala|na mala|na bagagem|nao chegou|nao chegaram|partida|quebrad*|a espera|"
    "esperando|ninguem"
    "|espera",
    "it": "pers*|senza|finit*|finendo|in valigia|nella valigia|nel bagaglio|nella mia valigia|non e arrivat*|"
    "non sono arrivat*|rott*|aspetto|aspettando|nessuno"
    "|aspetta|aspettiamo",
    "ru": "потерял*|пропал*|без|заканчива*|закончил*|в чемодане|в багаже|в сумке|не прилетел*|не прибыл*|сломал*|ждем|жду|"
    "никто|нет"
    "|ждет|не погрузили",
    "zh": "丢|遺失|遗失|没有|沒有|不够|快没|用完|吃完|在行李|在托运|没到|沒到|坏了|等了|没人|沒人"
    "|箱子里|没装|没上|等着",
    "ja": "なくし|失くし|紛失|ありません|ない|切れ|足りな|スーツケースの中|荷物の中|届いていません|届かな|届きません|壊れ|待って|誰も"
    "|載って|積まれ|入ったスーツケース",
    "ko": "잃어버|분실|없이|없어|없습|떨어졌|떨어져|가방에|캐리어에|수하물에|도착하지 않|안 왔|안왔|고장|부서|기다리|아무도"
    "|가방을|안 실|못 실",
}

CHILD: dict[str, str] = {
    "en": "child|children|kid|kids|son|daughter|baby|toddler|infant|minor|boy|girl|year old|years old|year-old|grandson|"
    "granddaughter|niece|nephew|teenager"
    "|y/o|yr old|yo",
    "nl": "kind|kinderen|kindje|kindjes|zoon|zoontje|dochter|dochtertje|baby|peuter|minderjarige|jongen|meisje|jarige|"
    "kleinzoon|kleindochter|nichtje|neefje",
    "de": "kind|kinder|kindern|sohn|tochter|baby|saugling|kleinkind|minderjahrig*|mein junge|unser junge|kleiner junge|madchen|jahrige*|enkel|enkelin|"
    "nichte|neffe",
    "fr": "enfant|enfants|fils|fille|bebe|nourrisson|mineur|mineure|garcon|ans|petit-fils|petite-fille|niece|neveu",
    "es": "nino|nina|ninos|ninas|hijo|hija|hijos|hijas|bebe|menor|menores|anos|nieto|nieta|sobrino|sobrina",
    "pt": "crianca|criancas|filho|filha|filhos|filhas|bebe|menor|menores|menino|menina|anos|neto|neta|sobrinho|sobrinha",
    "it": "bambin*|figlio|figlia|figli|figlie|neonat*|minore|minorenne|ragazzin*|anni|nipot*",
    "ru": "ребенок|ребенка|ребенком|ребенку|дети|детей|детьми|детям|сын|сына|сыну|дочь|дочери|дочка|дочку|младен*|малыш*|"
    "несовершеннолетн*|внук*|внучк*|племянни*|лет",
    "zh": "孩子|小孩|儿子|兒子|女儿|女兒|宝宝|寶寶|婴儿|嬰兒|未成年|儿童|兒童|孙子|孙女|岁",
    "ja": "子供|子ども|こども|息子|娘|赤ちゃん|乳児|幼児|未成年|孫|姪|甥|歳",
    "ko": "아이|아이들|아들|딸|아기|유아|미성년|손자|손녀|조카|살",
}

ALONE: dict[str, str] = {
    "en": "alone|by himself|by herself|on his own|on her own|on their own|unaccompanied ~ stuck|without us|without me|"
    "without parents|separated from|crying|is lost|got lost|can't find my|cannot find my|disappeared|no milk|no formula|"
    "out of formula|out of milk|no diapers|no nappies|nobody picked|no food for|nothing to eat",
    "nl": "alleen op|alleen in|alleen bij|alleen achter*|is alleen|staat alleen|zit alleen|helemaal alleen|in haar eentje|in zijn eentje|zonder ons|zonder mij|zonder ouders|zonder begeleiding|"
    "gescheiden van|huilt|huilen|zoekgeraakt|kan ~ niet vinden|verdwenen|geen melk|geen flesvoeding|geen luiers|"
    "niet opgehaald|geen eten voor|niks te eten|niets te eten",
    "de": "allein|alleine|ganz allein|ohne uns|ohne mich|ohne eltern|getrennt|weint|weinen|verschwunden|finde ~ nicht|"
    "finden ~ nicht|keine milch|keine babynahrung|keine windeln|nicht abgeholt|nichts zu essen",
    "fr": "seul|seule|seuls|tout seul|toute seule|sans nous|sans moi|sans ses parents|separe*|pleure*|disparu*|"
    "trouve plus|plus de lait|pas de lait|plus de couches|pas de couches|personne n'est venu|rien a manger",
    "es": "solo|sola|solos|solas|sin nosotros|sin mi|sin sus padres|separad*|llora*|desaparecid*|no encuentro|"
    "no encontramos|sin leche|sin panales|nadie ~ recogido|nada de comer|sin comer",
    "pt": "sozinh*|sem nos|sem mim|sem os pais|separad*|chora*|a chorar|desaparec*|nao encontro|nao encontramos|sem leite|"
    "sem fraldas|ninguem foi buscar|sem comer|nada para comer",
    "it": "da solo|da sola|da soli|solo|sola|senza di noi|senza di me|senza genitori|separat*|piange*|piangendo|scompars*|"
    "non trovo|non troviamo|senza latte|senza pannolini|niente da mangiare|nessuno ~ preso",
    "ru": "один|одна|одни|без нас|без меня|без родителей|разлучили|плачет|плачут|потерялся|потерялась|пропал|пропала|"
    "не могу найти|не можем найти|нет молока|нет смеси|нет памперсов|нет подгузников|никто не встретил|нечего есть|"
    "нечем кормить",
    "zh": "一个人|一個人|独自|獨自|自己在|走丢|走失|找不到|不见了|不見了|在哭|一直哭|没有奶|没奶|没有奶粉|没有尿布|没有尿不湿|没人接|没东西吃|分开了|失散",
    "ja": "一人で|ひとりで|１人で|1人で|はぐれ|迷子|見つかりません|見つからない|見当たら|泣いて|泣き|ミルクがな|ミルクがあり|おむつがな|"
    "おむつがあり|迎えが来|食べ物がな|引き離"
    "|ひとりぼっち",
    "ko": "혼자|홀로|잃어버렸|못 찾|찾을 수 없|안 보여|사라졌|울고|울어요|분유가 없|기저귀가 없|우유가 없|떨어져 있|떨어지게|아무도 안 나|"
    "먹을 게 없|먹일 게 없",
}

SAFETY: dict[str, str] = {
    "en": "bomb|smell of smoke|smell smoke|smoke in the|smoke coming|is on fire|engine on fire|caught fire|gas leak|explosion|exploded|gun|"
    "knife|armed|terror*|assaulted|sexually|harass*|molest*|threatened me|threatening me|threatening us|being threatened|"
    "attacked me|attacked us|attacking|fear for my life|afraid for my|not safe here|don't feel safe|do not feel safe|"
    "feel unsafe|in danger|kill myself|suicid*|end my life|being followed|stalking me|drunk pilot",
    "nl": "bom|bommelding|ruik ~ rook|ruiken ~ rook|rook in de|rook uit|in brand|brand in|gaslek|explosie|pistool|wapen|"
    "mes getrokken|terror*|aangerand|aanranding|lastiggevallen|bedreigd|bedreigt|bedreigen|aangevallen|niet veilig|"
    "onveilig|in gevaar|bang voor mijn|voor mijn leven|zelfmoord|maak er een eind aan|achtervolgd|gestalkt",
    "de": "bombe*|bombendrohung|riecht ~ rauch|riecht ~ verbrannt|rauch in der|rauch im|brennt|feuer im|gasleck|explosion|"
    "waffe|pistole|messer|terror*|belastigt|belastigung|begrapscht|bedroht|bedrohen|angegriffen|nicht sicher|unsicher|"
    "in gefahr|angst um mein|um mein leben|selbstmord|suizid|umbringen|werde verfolgt|verfolgt mich jemand|gestalkt",
    "fr": "bombe|odeur de fumee|odeur de brule|fumee dans|en feu|prend feu|incendie|fuite de gaz|explosion|arme|pistolet|"
    "couteau|terror*|agresse*|agression|harcel*|attouchement*|menace*|attaque|pas en securite|en danger|peur pour ma|"
    "ma vie est|suicid*|me tuer|me suit",
    "es": "bomba|olor a humo|huele a humo|huele a quemado|humo en|en llamas|se quema|incendio|fuga de gas|explosion|arma|"
    "pistola|cuchillo|terror*|agredi*|agresion|acoso|acosa*|amenaza*|atacado|atacada|no me siento segur*|insegur*|"
    "en peligro|temo por|miedo por mi|suicid*|matarme|me sigue",
    "pt": "bomba|cheiro a fumo|cheiro de fumaca|fumo na|fumaca na|fumaca no|em chamas|a arder|pegando fogo|incendio|"
    "fuga de gas|vazamento de gas|explosao|arma|pistola|faca|terror*|agredid*|agressao|assedi*|ameac*|atacad*|"
    "nao me sinto segur*|insegur*|em perigo|medo pela minha|suicid*|matar-me|me matar|me seguindo",
    "it": "bomba|odore di fumo|puzza di fumo|puzza di bruciato|fumo in|in fiamme|va a fuoco|incendio|fuga di gas|"
    "esplosione|pistola|coltello|arma|terror*|aggredit*|aggressione|molest*|minacci*|attaccat*|non mi sento al sicuro|"
    "non e sicuro|in pericolo|paura per la mia|suicid*|uccidermi|mi segue|mi sta seguendo",
    "ru": "бомб*|пахнет дымом|запах дыма|запах гари|дым в|горит|пожар|утечка газа|взрыв*|оружие|пистолет|нож|террор*|"
    "напали|напал|домога*|приставал*|пристает|угрожа*|угроз*|небезопасно|не в безопасности|в опасности|боюсь за|"
    "самоубий*|покончить с собой|убью себя|преследу*",
    "zh": "炸弹|炸彈|烟味|煙味|焦味|冒烟|冒煙|着火|著火|起火|火灾|煤气泄漏|爆炸|持枪|持刀|枪|恐怖|袭击|攻击我|性骚扰|骚扰|騷擾|"
    "猥亵|威胁|威脅|不安全|有危险|有危險|害怕生命|自杀|自殺|不想活|被跟踪",
    "ja": "爆弾|煙のにお|煙の臭|煙が|焦げ臭|火事|火災|燃えて|ガス漏れ|爆発|拳銃|刃物|ナイフ|テロ|襲われ|暴行|痴漢|セクハラ|嫌がらせ|"
    "脅され|脅迫|身の危険|危険です|安全ではな|怖くて|自殺|死にたい|つきまと|後をつけ",
    "ko": "폭탄|연기 냄새|타는 냄새|연기가|불이 났|화재|불났|가스 누출|폭발|총을|칼을|흉기|테러|폭행|성추행|성희롱|괴롭|협박|위협|공격당|"
    "안전하지 않|위험해|위험합니다|신변|무서워요|자살|죽고 싶|스토킹|따라와",
}

DEADLINE: dict[str, str] = {
    "en": "urgent*|asap|a.s.a.p|as soon as possible|immediately|an emergency|family emergency|emergency help|right away|before midnight|by tonight|by tomorrow|"
    "by noon|expires today|expires tonight|expires in # hours|expires tomorrow|deadline today|deadline tomorrow|"
    "last chance|within the hour|time is running out|running out of time|need an answer now|need help now|please hurry|sos",
    "nl": "dringend|spoed|urgent|asap|zo snel mogelijk|zo spoedig mogelijk|z.s.m|zsm|onmiddellijk|direct hulp|meteen hulp|"
    "noodgeval|voor middernacht|voor vanavond|verloopt vandaag|verloopt vanavond|verloopt morgen|nog maar een uur|"
    "tijd dringt|haast bij|laatste kans|sos",
    "de": "dringend|eilig|eilt|notfall|asap|so schnell wie moglich|schnellstmoglich|umgehend|sofort|unverzuglich|"
    "bis heute abend|bis morgen|vor mitternacht|lauft heute ab|lauft morgen ab|die zeit lauft|die zeit drangt|"
    "letzte chance|sos",
    "fr": "urgent|urgente|urgence|d'urgence|en urgence|asap|au plus vite|le plus vite possible|des que possible|"
    "immediatement|tout de suite|avant minuit|avant ce soir|expire aujourd'hui|expire ce soir|expire demain|"
    "le temps presse|derniere chance|sos",
    "es": "urgente*|urgencia|emergencia|asap|cuanto antes|lo antes posible|inmediatamente|de inmediato|antes de medianoche|"
    "antes de esta noche|caduca hoy|vence hoy|vence manana|caduca manana|se acaba el tiempo|ultima oportunidad|sos",
    "pt": "urgente*|urgencia|emergencia|asap|o mais rapido possivel|o quanto antes|imediatamente|de imediato|"
    "antes da meia-noite|ate hoje a noite|expira hoje|vence hoje|expira amanha|vence amanha|o tempo esta a acabar|"
    "ultima chance|ultima oportunidade|sos",
    "it": "urgente|urgenti|urgentemente|urgenza|emergenza|asap|il prima possibile|prima possibile|al piu presto|"
    "quanto prima|immediatamente|subito aiuto|entro mezzanotte|entro stasera|scade oggi|scade stasera|scade domani|"
    "il tempo stringe|ultima possibilita|sos",
    "ru": "срочно|срочный|срочная|срочное|срочн*|как можно скорее|как можно быстрее|немедленно|экстренн*|до полуночи|"
    "до вечера|истекает сегодня|истекает завтра|время поджимает|последний шанс|sos",
    "zh": "紧急|緊急|急急|很急|十分急|着急|急需|加急|尽快|盡快|马上处理|立刻|立即|赶紧|午夜之前|今天截止|今天到期|今晚到期|明天到期|来不及|救命|快点帮",
    "ja": "至急|緊急|大至急|急いで|急ぎ|早急に|一刻も早|すぐに|今すぐ|本日中|今日中|今日まで|今夜まで|期限が今日|締め切りが今日|時間がありません|時間がない|助けてください",
    "ko": "긴급|급해요|급합니다|급하게|시급|최대한 빨리|가능한 한 빨리|가능한 빨리|즉시|당장|자정 전|오늘까지|오늘 안에|오늘 마감|내일까지|"
    "시간이 없|도와주세요 제발|살려",
}

CALM: dict[str, str] = {
    "en": "not urgent|no urgency|no rush|no hurry|not an emergency|isn't urgent|nothing urgent|not in a hurry",
    "nl": "niet dringend|geen haast|niet urgent|geen spoed|heeft geen haast|niet heel dringend",
    "de": "nicht dringend|nicht eilig|eilt nicht|keine eile|kein notfall|nicht so eilig",
    "fr": "pas urgent|rien d'urgent|pas presse|pas d'urgence|aucune urgence",
    "es": "no es urgente|sin prisa|no hay prisa|no urge|nada urgente|no corre prisa",
    "pt": "nao e urgente|sem pressa|nao ha pressa|nada urgente|sem urgencia",
    "it": "non e urgente|non urgente|nessuna fretta|senza fretta|niente di urgente|non c'e fretta",
    "ru": "не срочно|несрочно|не к спеху|не горит|не спешите",
    "zh": "不急|不着急|不紧急|没那么急|不緊急",
    "ja": "急ぎではありません|急ぎません|急いでいません|急ぎではな|急がなく",
    "ko": "급하지 않|급한 건 아니|급한 것은 아니|천천히",
}
