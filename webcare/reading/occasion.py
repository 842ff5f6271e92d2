"""What weighs for or against urgency beside danger and travel itself, in eleven languages: for `urgency.py`.

An occasion that does not wait (a wedding, a burial) counts when it is near and the journey to it has failed. Praise, and
a child who sits alone in a row, only sound like trouble. Lists are written as `phrase.py` explains.
"""

OCCASION: dict[str, str] = {
    "en": "wedding|gets married|getting married|get married|marries|funeral|burial|buried|memorial|surgery|operation|"
    "job interview|exam|exams|graduation|court hearing|visa appointment|embassy",
    "nl": "bruiloft|trouwt|trouwen|huwelijk|begrafenis|begraven|uitvaart|crematie|gecremeerd|operatie|geopereerd|"
    "sollicitatie*|examen|examens|diploma-uitreiking|rechtszitting|ambassade",
    "de": "hochzeit|heiratet|heiraten|beerdigung|beerdigt|begrabnis|trauerfeier|operation|operiert|vorstellungsgesprach|"
    "prufung|abschlussfeier|gerichtstermin|botschaft",
    "fr": "mariage|se marie|enterrement|enterre|obseques|operation|opere|operee|entretien d'embauche|examen|concours|"
    "remise des diplomes|tribunal|ambassade",
    "es": "boda|se casa|funeral|entierro|enterramos|operacion|operan|entrevista de trabajo|examen|graduacion|juicio|embajada",
    "pt": "casamento|casa-se|se casa|vai casar|funeral|enterro|velorio|cirurgia|operacao|entrevista de emprego|exame|"
    "formatura|tribunal|embaixada",
    "it": "matrimonio|si sposa|sposano|funerale|sepoltura|operazione|operato|operata|operano|colloquio di lavoro|esame|laurea|"
    "udienza|ambasciata",
    "ru": "свадьб*|выходит замуж|женится|похорон*|операци*|собеседован*|экзамен*|выпускной|заседание суда|посольств*",
    "zh": "婚礼|婚禮|结婚|結婚|葬礼|葬禮|追悼会|手术|手術|面试|面試|考试|考試|毕业典礼|开庭|大使馆|领事馆",
    "ja": "結婚式|葬式|葬儀|告別式|手術|面接|試験|卒業式|裁判|大使館",
    "ko": "결혼식|결혼해|장례|발인|수술|면접|시험|졸업식|재판|대사관",
}

TOMORROW: dict[str, str] = {
    "en": "tomorrow|today|tonight|this afternoon|this evening|in # hours",
    "nl": "morgen|morgenochtend|morgenmiddag|morgenavond|vandaag|vanavond|vanmiddag|over # uur",
    "de": "morgen|morgen fruh|heute|heute abend|in # stunden",
    "fr": "demain|aujourd'hui|ce soir|cet apres-midi|dans # heures",
    "es": "manana|hoy|esta noche|esta tarde|en # horas",
    "pt": "amanha|hoje|esta noite|esta tarde|em # horas",
    "it": "domani|oggi|stasera|questo pomeriggio|tra # ore|fra # ore",
    "ru": "завтра|сегодня|вечером|через # час*",
    "zh": "明天|明早|今天|今晚",
    "ja": "明日|あした|今日|今夜|今晩",
    "ko": "내일|오늘",
}

TROUBLE: dict[str, str] = {
    "en": "cancel*|delay*|refus*|denied|overbooked|rebook*|late|miss|missing|lost|stuck|help|no way|another way",
    "nl": "geannuleerd|annuleert|geschrapt|schrappen|vertraag*|vertraging*|geweigerd|overboekt|omgeboekt|te laat|mis|missen|"
    "kwijt|help|hulp",
    "de": "gestrichen|annulliert|storniert|verspat*|verschoben|verweigert|uberbucht|umgebucht|umbuchen|zu spat|verpass*|hilfe",
    "fr": "annul*|retard*|refus*|surbook*|surreserv*|rate|rater|manquer|aidez|aide",
    "es": "cancel*|retras*|deneg*|overbooking|sobreventa|perder|perdido|ayud*",
    "pt": "cancel*|atras*|recus*|negad*|overbooking|perder|perdi|ajud*",
    "it": "cancellat*|annullat*|ritard*|rifiutat*|negat*|overbooking|perdere|perso|aiut*",
    "ru": "отмен*|задерж*|задержк*|перенес*|отказ*|овербукинг*|опозда*|не успева*|помогите",
    "zh": "取消|延误|延誤|晚点|拒绝|超售|改签|赶不上|趕不上|帮帮|救",
    "ja": "欠航|キャンセル|遅延|遅れ|拒否|満席|間に合|助けて",
    "ko": "결항|취소|지연|연착|거부|초과 예약|늦|도와",
}

PRAISE: dict[str, str] = {
    "en": "thank you|thanks|thx|ty|kudos|shout out|shoutout|great job|amazing job|good job|awesome|amazing|fantastic|"
    "excellent|great|best|appreciate*|deserves|love|loving|outstanding|top notch|pleasant|well done|way to go|no worries",
    "nl": "bedankt|dank je|dank u|dankjewel|complimenten|geweldig|fantastisch|super|top|toppers|heerlijk|mooi|chapeau",
    "de": "danke|vielen dank|dankeschon|kompliment|grossartig|fantastisch|super|toll|klasse|spitze|wunderbar",
    "fr": "merci|bravo|genial|super|parfait|excellent|formidable|chapeau|au top",
    "es": "gracias|genial|estupend*|excelente|fantastic*|enhorabuena|maravillos*|un diez",
    "pt": "obrigad*|parabens|otim*|excelente|fantastic*|maravilhos*|espetacular|adorei",
    "it": "grazie|complimenti|bravi|ottim*|eccellente|fantastic*|meraviglios*|perfett*",
    "ru": "спасибо|благодар*|молодцы|отлично|прекрасн*|супер|замечательн*|класс",
    "zh": "谢谢|謝謝|感谢|感謝|点赞|點讚|很棒|太棒|好评|满意",
    "ja": "ありがとう|感謝|素晴らし|最高|すばらし|助かりました",
    "ko": "감사|고마|최고|훌륭|칭찬|좋았",
}

SEATED: dict[str, str] = {
    "en": "in row|row #|seat next to|seated alone|window seat|list of questions",
    "nl": "in rij|op rij|rij #|stoel naast|naast elkaar|lijst met vragen",
    "de": "in reihe|reihe|sitzplatz|nebeneinander",
    "fr": "rang|rangee|a cote de moi|siege a cote|place a cote",
    "es": "fila|asiento|consejo|consejos|a mi lado",
    "pt": "fila|fileira|assento|poltrona|do meu lado|janela",
    "it": "fila|posto accanto|vicino a me",
    "ru": "ряд|ряду|место рядом|рядом со мной",
    "zh": "排|座位|旁边",
    "ja": "列目|座席|隣の席|隣に",
    "ko": "열에|좌석|옆으로|옆자리",
}
