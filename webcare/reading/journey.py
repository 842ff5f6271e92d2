"""The words of travelling today, and of not getting any further, in eleven languages: for `urgency.py`.

A list of phrases a language, written as `phrase.py` explains. A journey is only urgent together with a word for soon
and without one for a journey that is over, far off or enjoyed.
"""

TRAVEL: dict[str, str] = {
    "en": "flight*|fly|flying|plane|gate|boarding|board|check in|check-in|checkin|depart*|take off|takeoff|airport|"
    "train|trip|travel*|leave|leaving|connection|transfer|boarding pass|counter|booking"
    "|hold of",
    "nl": "vlucht*|vlieg*|vliegtuig|gate|boarden|instappen|inchecken|vertrek*|vliegveld|luchthaven|schiphol|trein|reis*|"
    "aansluiting|overstap|instapkaart|balie|boeking"
    "|ruim van",
    "de": "flug|fluge|fluges|ruckflug|hinflug|anschlussflug|fliege|fliegen|fliegt|flieger|flugzeug|gate|boarding|einsteigen|"
    "einchecken|check-in|abflug|abfliegen|flughafen|zug|reise|anschluss|bordkarte|schalter|buchung",
    "fr": "vol|vols|avion|decolle*|embarque*|porte|gate|enregistrement|depart|part|pars|partons|aeroport|train|voyage*|"
    "correspondance|carte d'embarquement|comptoir|reservation|m'enregistrer",
    "es": "vuelo*|volar|volamos|avion|puerta|embarque|embarcar|embarcamos|facturar|facturacion|check-in|despeg*|sale|salgo|"
    "salimos|aeropuerto|tren|viaje*|viajo|viajamos|conexion|tarjeta de embarque|mostrador|reserva",
    "pt": "voo*|voar|aviao|portao|embarque|embarcar|embarco|embarcamos|check-in|checkin|descola*|decola*|parte|partida|"
    "partimos|aeroporto|comboio|trem|viagem|viajo|viajar|viajamos|viajem|conexao|escala|cartao de embarque|balcao|reserva"
    "|ligacao",
    "it": "vol|volo|voli|volare|aereo|gate|imbarco|imbarcare|check-in|decoll*|parte|parto|partiamo|partenza|aeroporto|treno|"
    "viaggio|viaggiamo|coincidenza|carta d'imbarco|banco|prenotazione",
    "ru": "рейс*|вылет*|лечу|летим|лететь|летит|самолет*|гейт*|посадк*|регистрац*|аэропорт*|поезд*|поездк*|пересадк*|"
    "стыковк*|посадочный|посадочного|стойк*|бронь|брони|бронирован*",
    "zh": "航班|飞机|飛機|起飞|起飛|登机|登機|值机|值機|机场|機場|火车|高铁|出发|出發|转机|轉機|班机|班機|机票|飞",
    "ja": "便|飛行機|フライト|搭乗|出発|離陸|空港|チェックイン|ゲート|電車|乗り継ぎ|乗継|乗ります|旅行|航空券|予約"
    "|発の|発な|行きの",
    "ko": "비행기|항공편|비행편|탑승|출발|이륙|공항|체크인|게이트|기차|환승|여행|항공권|예약",
}

MORNING: dict[str, str] = {
    "en": "this morning",
    "nl": "vanochtend|vanmorgen",
    "de": "heute morgen|heute fruh",
    "fr": "ce matin",
    "es": "esta manana",
    "pt": "esta manha|hoje de manha",
    "it": "stamattina|questa mattina|stamani",
    "ru": "сегодня утром|этим утром",
    "zh": "今早|今天早上",
    "ja": "今朝",
    "ko": "오늘 아침",
}

SOON: dict[str, str] = {
    "en": "today|tonight|this afternoon|this evening|right now|in an hour|in half an hour|in # hour|in # hours|"
    "in # hrs|in #h|in # h|in two hours|in three hours|in four hours|in five hours|in a few hours|in a couple of hours|"
    "less than # hours|within # hours|in * minutes|in * mins|in * min|hours from now|now boarding|boarding now|"
    "is boarding|are boarding|about to board|about to leave|about to depart|about to close|last call|final call|"
    "i'm at the gate|we're at the gate|am at the gate|are at the gate|standing at the gate|still at the gate|"
    "at the airport now|at the airport and|i am at the airport|i'm at the airport|we are at the airport|"
    "we're at the airport|at the counter|gate closes|closes in|closing",
    "nl": "vandaag|vanavond|vanmiddag|vannacht|straks|zo meteen|zometeen|nu|over een uur|over # uur|"
    "over een half uur|over een halfuur|over anderhalf uur|over een paar uur|over * minuten|over * min|binnen # uur|"
    "over twee uur|over drie uur|over vier uur|sta aan de gate|staan aan de gate|bij de gate|aan de gate|last call|"
    "sta op schiphol|staan op schiphol|sta op het vliegveld|staan op het vliegveld|gate sluit",
    "de": "heute|heute abend|heute nacht|gleich|jetzt|in einer stunde|in # stunden|in #h|in zwei stunden|"
    "in drei stunden|in wenigen stunden|in einer halben stunde|in * minuten|in * min|am gate|gerade am flughafen|"
    "stehe am flughafen|stehen am flughafen|letzter aufruf|gate schliesst|am schalter",
    "fr": "aujourd'hui|ce soir|cet apres-midi|cet aprem|cette nuit|maintenant|tout a l'heure|dans une heure|"
    "dans # heures|dans #h|dans # h|dans deux heures|dans trois heures|dans quelques heures|dans une demi-heure|"
    "dans * minutes|dans * min|a la porte|devant la porte|suis a l'aeroport|sommes a l'aeroport|dernier appel|"
    "porte ferme|au comptoir",
    "es": "hoy|esta noche|esta tarde|ahora|ahora mismo|en una hora|en # horas|dentro de una hora|"
    "dentro de # horas|en dos horas|en tres horas|en unas horas|dentro de unas horas|en media hora|en * minutos|"
    "dentro de * minutos|estoy en el aeropuerto|estamos en el aeropuerto|en la puerta|ultima llamada|puerta cierra",
    "pt": "hoje|esta noite|hoje a noite|esta tarde|agora|daqui a pouco|em uma hora|dentro de uma hora|"
    "daqui a uma hora|em # horas|daqui a # horas|dentro de # horas|em duas horas|daqui a duas horas|em poucas horas|"
    "em meia hora|em * minutos|daqui a * minutos|estou no aeroporto|estamos no aeroporto|no portao|ultima chamada",
    "it": "oggi|stasera|stanotte|questo pomeriggio|questa sera|adesso|ora|tra poco|fra poco|"
    "tra un'ora|fra un'ora|tra # ore|fra # ore|tra due ore|fra due ore|tra tre ore|tra poche ore|fra poche ore|"
    "tra mezz'ora|fra mezz'ora|tra * minuti|fra * minuti|sono in aeroporto|siamo in aeroporto|al gate|ultima chiamata",
    "ru": "сегодня|сейчас|вечером|через час|через # час*|через # ч|через два часа|через три часа|через несколько часов|"
    "через полчаса|через * минут*|через * мин|стою в аэропорту|стоим в аэропорту|мы в аэропорту|я в аэропорту|"
    "последний вызов|уже на посадке|у выхода|у стойки",
    "zh": "今天|今晚|今日|现在|現在|马上|馬上|#小时后|#个小时后|#小時後|#個小時後|还有#个小时|还有#小时|一小时后|"
    "一个小时后|两小时后|两个小时后|三个小时后|半小时后|半个小时后|分钟后|分鐘後|还有半小时|待会|等会|最后登机|在登机口|就在机场|已经在机场",
    "ja": "今日|本日|今夜|今から|これから|いま|今、|今空港|#時間後|一時間後|あと#時間|あと一時間|分後|まもなく|間もなく|"
    "今晩|搭乗口にい|空港にい|ゲートにい|最終案内"
    "|発なのに",
    "ko": "오늘|오늘밤|지금|방금|곧|#시간 후|#시간 뒤|#시간후|#시간뒤|한 시간 후|한 시간 뒤|두 시간 후|두 시간 뒤|세 시간 뒤|"
    "분 후|분 뒤|분후|분뒤|이따가|오후에|오늘 저녁|공항에 있|공항인데|게이트 앞|마지막 탑승",
}

OVER: dict[str, str] = {
    "en": "landed|arrived|yesterday|last week|last month|last year|next week|next month|next year|tomorrow|just got home|"
    "back home|amazing flight|great flight|lovely flight|wonderful|can't wait|cant wait|so excited|excited|looking forward|"
    "thank you for a|thanks for a|great crew|lovely crew|amazing crew|loved|flew|enjoyed"
    "|never fly*|never again|never flying",
    "nl": "geland|aangekomen|gisteren|vorige week|vorige maand|vorig jaar|volgende week|volgende maand|volgend jaar|"
    "weer thuis|thuisgekomen|fijne vlucht|mooie vlucht|geweldige vlucht|zin in|kan niet wachten|genoten|gevlogen|"
    "morgenochtend|morgenavond|morgenmiddag|overmorgen|bedankt voor de|top crew|was heerlijk|was fijn"
    "|nooit meer",
    "de": "gelandet|angekommen|gestern|letzte woche|letzten monat|letztes jahr|nachste woche|nachsten monat|nachstes jahr|"
    "wieder zuhause|wieder zu hause|toller flug|super flug|schoner flug|freue mich|freuen uns|vorfreude|geflogen|"
    "danke fur den|ubermorgen|war toll|war super"
    "|nie wieder",
    "fr": "atterri|arrive hier|arrives hier|bien arrive|bien arrives|hier|la semaine derniere|le mois dernier|l'an dernier|"
    "la semaine prochaine|le mois prochain|l'an prochain|demain|apres-demain|super vol|excellent vol|vol parfait|"
    "hate de|trop hate|merci pour le vol|vole avec|rentres|bravo"
    "|plus jamais",
    "es": "aterrizado|aterrizamos|llegamos bien|ayer|la semana pasada|el mes pasado|el ano pasado|la semana que viene|"
    "la proxima semana|el mes que viene|el proximo mes|el ano que viene|pasado manana|gran vuelo|excelente vuelo|"
    "que ganas|muchas ganas|con ilusion|gracias por el vuelo|ya en casa|volamos ayer|fenomenal"
    "|nunca mas",
    "pt": "aterrei|aterramos|aterrissamos|chegamos bem|ontem|na semana passada|semana passada|mes passado|ano passado|"
    "na proxima semana|proxima semana|semana que vem|proximo mes|mes que vem|ano que vem|amanha|depois de amanha|"
    "otimo voo|excelente voo|mal posso esperar|ansioso|ansiosa|obrigado pelo voo|obrigada pelo voo|ja em casa"
    "|nunca mais",
    "it": "atterrato|atterrati|arrivati bene|ieri|la settimana scorsa|settimana scorsa|il mese scorso|l'anno scorso|"
    "la settimana prossima|settimana prossima|il mese prossimo|l'anno prossimo|domani|dopodomani|ottimo volo|bel volo|"
    "non vedo l'ora|grazie per il volo|tornati a casa|fantastico"
    "|mai piu",
    "ru": "приземлил*|прилетели|долетели|вчера|на прошлой неделе|в прошлом месяце|в прошлом году|на следующей неделе|"
    "в следующем месяце|в следующем году|завтра|послезавтра|отличный полет|прекрасный полет|жду не дождусь|ждем не дождемся|"
    "спасибо за полет|уже дома|спасибо за рейс"
    "|больше никогда|никогда больше",
    "zh": "降落了|落地了|到家了|昨天|昨晚|上周|上个月|去年|下周|下个月|明年|明天|后天|後天|飞行愉快|好期待|太期待|期待|谢谢你们的航班|很棒的航班"
    "|再也不",
    "ja": "着陸しました|到着しました|着きました|昨日|先週|先月|去年|昨年|来週|来月|来年|明日|明後日|あした|楽しみ|快適でした|"
    "ありがとうございました|帰宅|最高でした"
    "|二度と",
    "ko": "착륙했|도착했|어제|지난주|지난달|작년|다음 주|다음주|다음 달|다음달|내년|내일|모레|기대돼|기대됩니다|설레|집에 왔|"
    "즐거운 비행|좋은 비행이었"
    "|다시는",
}

STRANDED: dict[str, str] = {
    "en": "stranded|stuck at|stuck in|stuck here|still stuck|we are stuck|we're stuck|i'm stuck|am stuck|"
    "miss* ~ connection|miss* ~ connecting flight|missed my flight|missed our flight|miss my flight|miss our flight|"
    "going to miss|gonna miss|about to miss|will miss my|will miss our|nowhere to sleep|no hotel|nowhere to go|"
    "sleep* at the airport|sleep* on the floor|spend the night at|denied boarding|no way to get home|can't get home|"
    "cannot get home|no way home|left behind|locked in|locked out|no transport"
    "|asleep on|sleep* on ~ bag*|sleep* on ~ suitcase*|sleep* on ~ luggage|last train|last bus|last ferry|not let on|bumped off",
    "nl": "gestrand|stranden|zitten vast|zit vast|zitten hier vast|zit hier vast|staan vast|vast op|"
    "aansluiting ~ gemist|aansluiting gemist|mis* ~ aansluiting|mis* ~ overstap|vlucht gemist|mis mijn vlucht|"
    "missen onze vlucht|ga* ~ missen|geen hotel|nergens slapen|slapen op het vliegveld|slapen op de grond|"
    "overnachten op|kunnen niet naar huis|kan niet naar huis|kom niet thuis|komen niet thuis|instappen geweigerd|"
    "geweigerd bij de gate|geen vervoer|achtergelaten"
    "|op ~ koffer* slapen|slapen op ~ koffer*|slaapt op ~ koffer*|in slaap op|laatste trein|laatste bus|laatste boot|geweigerd want|geweigerd wegens|geweigerd omdat",
    "de": "gestrandet|strande|sitze* ~ fest|sitzen fest|sitze fest|hangen fest|hange fest|hange hier fest|"
    "anschluss ~ verpasst|anschluss verpasst|verpasse* ~ anschluss*|anschlussflug verpasst|flug verpasst|"
    "verpasse meinen flug|verpassen unseren flug|kein hotel|kein zimmer|am flughafen schlafen|"
    "am flughafen ubernachten|auf dem boden schlafen|kommen nicht nach hause|komme nicht nach hause|"
    "nicht mitgenommen|boarding verweigert|stehen gelassen"
    "|schlaf* auf ~ koffer*|auf ~ koffer* schlaf*|letzter zug|letzten zug|letzter bus|letzten bus|nicht mitfliegen",
    "fr": "bloques a|bloque a|bloquee a|sommes bloques|suis bloque|suis bloquee|coinces|coince a|coincee|suis coince|"
    "rate* ~ correspondance|manque* ~ correspondance|correspondance ratee|correspondance manquee|rate* mon vol|"
    "rate* notre vol|vais rater|allons rater|manquer mon vol|pas d'hotel|aucun hotel|nulle part ou dormir|"
    "dormir a l'aeroport|dormir par terre|passer la nuit a l'aeroport|peux pas rentrer|pouvons pas rentrer|"
    "embarquement refuse|refus d'embarquement|abandonnes"
    "|dorm* sur|endormi* sur|dernier train|dernier bus",
    "es": "varado*|varada*|tirado* en|tirada* en|atrapado*|atrapada*|atascado* en|perd* ~ conexion|perdi ~ vuelo|"
    "perdimos ~ vuelo|perder ~ vuelo|voy a perder|vamos a perder|sin hotel|donde dormir|dormir en el aeropuerto|"
    "dormir en el suelo|pasar la noche en|no podemos volver a casa|no puedo volver a casa|denegado el embarque|"
    "no me dejan embarcar|no nos dejan embarcar|nos han dejado aqui|abandonados"
    "|dormid* encima|duerm* encima|durmiendo encima|dormid* sobre|duerm* sobre|ultimo tren|ultimo autobus",
    "pt": "retido*|retida*|preso no aeroporto|presa no aeroporto|presos no aeroporto|presos em|preso em|encalhado*|"
    "encalhada*|perd* ~ conexao|perd* ~ escala|perdi o voo|perdemos o voo|perder o voo|perder o meu voo|vou perder|"
    "vamos perder|sem hotel|onde dormir|dormir no aeroporto|dormir no chao|passar a noite no aeroporto|"
    "nao consigo voltar para casa|embarque negado|recusaram o embarque|nao me deixam embarcar|abandonados"
    "|dormir em cima|dormindo em cima|dormem em cima|a dormir sobre|ultimo comboio|ultimo trem|ultimo autocarro|ultimo onibus",
    "it": "bloccat* a|bloccat* in|bloccat* qui|siamo bloccat*|sono bloccat*|rimast* a terra|rimast* bloccat*|"
    "pers* ~ coincidenza|perder* ~ coincidenza|perso il volo|perdero il volo|perderemo il volo|perdere il volo|"
    "sto per perdere|stiamo per perdere|senza hotel|senza albergo|dove dormire|dormire in aeroporto|"
    "dormire per terra|passare la notte in aeroporto|non riesco a tornare a casa|imbarco negato|negato l'imbarco|"
    "abbandonati"
    "|dorm* sull*|dorm* sopra|ultimo treno|ultimo autobus",
    "ru": "застрял*|застряли|опоздал* на пересадку|опоздал* на стыковк*|опоздали на рейс|опоздал на рейс|"
    "опаздыва* на|не успева* на|пропустил* ~ рейс|пропустили пересадку|негде ночевать|негде спать|без гостиницы|"
    "без отеля|ночу* в аэропорту|спим в аэропорту|спать в аэропорту|спим на полу|не можем улететь|не могу улететь|"
    "не можем вернуться|отказали в посадке|не пускают на рейс|не пускают на борт|бросили нас|нас бросили"
    "|спит на|спят на|последний поезд|последнюю электричку|последний автобус|на последнюю электричку",
    "zh": "滞留|滯留|被困|困在|错过了转机|错过转机|錯過轉機|误了转机|赶不上转机|赶不上航班|赶不上飞机|趕不上|误机|錯過航班|错过航班|"
    "错过了航班|没有酒店|没有住处|没地方住|没地方睡|睡在机场|机场过夜|机场睡|回不了家|拒绝登机|不让登机|不让我们登机|不让上飞机"
    "|睡在行李|睡在箱|睡地板|睡在地|末班车|末班車|最后一班",
    "ja": "足止め|立ち往生|取り残され|乗り継ぎに間に合わ|乗り継ぎを逃|乗継便に間に合わ|乗り継げ|乗り遅れ|間に合いません|間に合わない|"
    "泊まるところがな|泊まる所がな|ホテルがな|空港で寝|空港で一夜|空港泊|帰れません|帰れない|帰れなく|搭乗を拒否|搭乗拒否|乗せてもらえ"
    "|スーツケースの上で寝|床で寝|荷物の上で寝|終電|最終バス|終バス",
    "ko": "발이 묶|발 묶|갇혀|갇혔|환승을 놓|환승 놓|환승편을 놓|연결편을 놓|연결편 놓|비행기를 놓|비행기 놓|놓칠 것 같|놓치게 생|"
    "놓쳤|잘 곳이 없|잘 데가 없|호텔이 없|숙소가 없|공항에서 자|공항에서 밤|공항 노숙|노숙|집에 못 가|집에 갈 수가 없|집에 갈 수 없|"
    "탑승 거부|탑승을 거부|탑승거부"
    "|캐리어 위에서 자|바닥에서 자|짐 위에서 자|막차|마지막 기차|마지막 버스",
}
