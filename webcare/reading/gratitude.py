"""The words of thanks and goodbye in eleven languages, as people type them: the vocabulary of `chatter.py`.

`CORE` phrases make a message one of thanks; `AROUND` are the only words that may stand beside them. A language's
words only count together, so that a filler of one language does not excuse a complaint in another. Words that answer
a question (yes, no, please) and words that announce one (in advance, but) are left out on purpose. Accents and
letters typed again and again are folded before these are compared.
"""

CORE: dict[str, str] = {
    "en": "thank you|thanks|thanks so much|thank you so much|thank you very much|thanks very much|thanks a lot|"
    "thanks again|thank you again|thank u|thankyou|thx|tnx|thnx|tks|ty|tysm|tyvm|many thanks|thanx|cheers|much obliged|"
    "much appreciated|appreciate it|appreciated|i appreciate it|i appreciate that|i appreciate your help|"
    "have a nice day|have a great day|have a good day|have a lovely day|have a good evening|have a nice evening|"
    "have a good one|have a nice weekend|no worries|you're welcome|you are welcome|bless you",
    "nl": "bedankt|dank je|dank u|dankje|danku|dank je wel|dank u wel|dankjewel|dankuwel|dank|heel erg bedankt|"
    "hartelijk dank|thanks|thank you|thx|tnx|thnx|merci|fijne dag|fijne avond|prettige dag|fijn weekend|"
    "fijne dag nog|fijne avond nog|prettige avond|werk ze|dank jullie wel|dank jullie",
    "de": "danke|danke schon|dankeschon|danke sehr|vielen dank|herzlichen dank|besten dank|tausend dank|lieben dank|vielen lieben dank|"
    "dank|thx|thanks|merci|danke euch|danke ihnen|danke dir|schonen tag|schonen tag noch|schonen abend|"
    "schonen abend noch|schones wochenende|einen schonen tag|einen schonen tag noch|einen schonen abend|dankesehr",
    "fr": "merci|merci beaucoup|merci bien|un grand merci|grand merci|mille mercis|mille merci|mrc|thanks|"
    "je vous remercie|je te remercie|bonne journee|bonne soiree|bon week-end|bon weekend|bonne continuation|"
    "bonne fin de journee|c'est gentil",
    "es": "gracias|muchas gracias|muchisimas gracias|mil gracias|grax|grcs|thanks|os lo agradezco|se lo agradezco|"
    "te lo agradezco|lo agradezco|se agradece|muy agradecido|muy agradecida|agradecido|agradecida|buen dia|"
    "que tengas buen dia|que tengan buen dia|que tenga buen dia|feliz dia|buen fin de semana",
    "pt": "obrigado|obrigada|muito obrigado|muito obrigada|obg|obgd|obrigadao|obrigadinho|obrigadinha|valeu|vlw|"
    "agradecido|agradecida|agradeco|agradeco a ajuda|agradeco muito|thanks|tenha um bom dia|tenham um bom dia|"
    "bom dia para voces|bom fim de semana|boa continuacao",
    "it": "grazie|grazie mille|mille grazie|grazie tante|tante grazie|molte grazie|vi ringrazio|ti ringrazio|"
    "la ringrazio|ringrazio|grz|thanks|buona giornata|buona serata|buon weekend|buon lavoro|buon fine settimana",
    "ru": "спасибо|спасибо большое|большое спасибо|огромное спасибо|спс|спасибки|благодарю|благодарю вас|"
    "благодарим|благодарен|благодарна|признателен|признательна|хорошего дня|доброго дня|хорошего вечера|"
    "хороших выходных|всего доброго|всего хорошего",
    "zh": "谢谢|謝謝|多谢|多謝|感谢|感謝|非常感谢|非常感謝|十分感谢|谢啦|謝啦|谢了|謝了|3q|辛苦了|辛苦啦|"
    "祝你愉快|祝您愉快|祝你有愉快的一天|祝您有愉快的一天|祝您工作顺利|祝你工作顺利|感激不尽|感恩",
    "ja": "ありがとう|有難う|有り難う|ありがと|あざす|あざます|サンキュー|感謝|感謝します|感謝いたします|感謝しています|"
    "どうも|助かりました|助かります|助かった|お世話になりました|恐れ入ります",
    "ko": "감사합니다|감사해요|감사드립니다|감사드려요|감사|고맙습니다|고마워요|고마워|고맙|땡큐|ㄱㅅ|"
    "감사했습니다|고마웠습니다|수고하세요|수고하셨습니다|수고 많으셨습니다|좋은 하루 되세요|좋은하루되세요|"
    "좋은 하루 보내세요|좋은 주말 보내세요",
}

AROUND: dict[str, str] = {
    "en": "a ton|thanks a ton|cool|awesome|beautiful|following up|the follow up|follow up|tip|explaining|asking|"
    "responding quickly|quickly|i will|good to know|keep up the good work|you're amazing|you are amazing|omg|ooh|"
    "contacting me|sharing|answering my question|answering my questions|all your|customer|have a good|"
    "so much|very much|a lot|a million|a bunch|loads|again|all|everyone|everybody|guys|team|both|for|your|the|"
    "that|this|it|everything|all of it|help|helping|helping me|helping out|helping us|me out|support|reply|replying|"
    "response|responding|answer|answering|info|information|update|updates|clarification|explanation|assistance|"
    "effort|efforts|time|service|care|patience|understanding|kindness|quick|fast|swift|prompt|speedy|kind|great|"
    "excellent|amazing|good|lovely|wonderful|perfect|awesome|brilliant|super|fantastic|nice|clear|ok|okay|k|alright|"
    "all right|got it|understood|noted|will do|that helps|that helped|very helpful|helpful|so helpful|that's great|"
    "that is great|that's very kind|very kind of you|kind of you|you|are|you're|you guys|the best|are the best|"
    "a star|stars|legend|lifesaver|a lifesaver|all sorted|sorted|all sorted now|solved|problem solved|it works|"
    "it works now|it worked|that worked|working now|found it|all good|all good now|hi|hello|hey|dear|bye|goodbye|"
    "take care|see you|cheers|and|very|really|indeed|oh|ah|wow|yay|sir|madam|mate|have a|nice day|great day|"
    "good day|too|as well|as always|kindly|from|us|me|my|getting back to me|getting back to us|getting back|"
    "coming back to me|letting me know|letting us know|looking into it|looking into this|checking|being so|being|"
    "i|we|really appreciate it|appreciate it|xx|xo|xoxo|lol|sending|love|of",
    "nl": "heel|helemaal|erg|zeer|wel|hartelijk|nogmaals|enorm|super|superbedankt|top|toppie|topper|toppers|tof|fijn|prima|"
    "mooi|goed|geweldig|perfect|helder|duidelijk|oke|ok|okay|okee|is goed|komt goed|voor|de|het|je|jullie|uw|jouw|"
    "deze|dit|alles|snelle|goede|fijne|duidelijke|vlotte|vriendelijke|prettige|lieve|hulp|service|reactie|antwoord|"
    "info|informatie|uitleg|moeite|update|tijd|bericht|geduld|begrip|hi|hoi|hallo|hey|beste|doei|dag|groetjes|groet|"
    "groeten|gr|tot ziens|en|zo|wat lief|wat fijn|wat goed|lief|mensen|team|allemaal|allen|weer|het is gelukt|"
    "gelukt|is gelukt|opgelost|het is opgelost|het werkt|het werkt weer|werkt weer|gevonden|probleem opgelost|dan|"
    "weet ik genoeg|dan weet ik genoeg|ik weet genoeg|hier heb ik wat aan|daar heb ik wat aan|fijne dag|nog|ook|"
    "een fijne dag|jij ook|u ook|echt|weet ik dat|super service|snel|supersnel|snel geholpen|voor het|meedenken|"
    "terugkoppeling|terug te komen|ah|oh|x|xx|xxx|kus|love|hoor|he|van|ons|mij|met vriendelijke groet|mvg|"
    "helpen|het helpen|de moeite|goed geholpen|wel hoor",
    "de": "sehr|schon|vielmals|nochmal|nochmals|noch mal|ihnen|euch|dir|fur|die|das|den|der|eure|ihre|deine|alles|"
    "schnelle|schnellen|tolle|tollen|gute|guten|nette|netten|super|toll|prima|klasse|perfekt|top|gut|ok|okay|"
    "alles klar|verstanden|hilfe|antwort|ruckmeldung|info|infos|information|informationen|auskunft|unterstutzung|"
    "service|muhe|bemuhungen|geduld|update|erklarung|und|hallo|hi|hey|liebes|liebe|team|leute|an|alle|so|mal|"
    "viele grusse|liebe grusse|lg|vg|gruss|grusse|tschuss|bis bald|hat geklappt|es hat geklappt|klappt|"
    "hat funktioniert|funktioniert|es funktioniert|funktioniert wieder|gelost|problem gelost|gefunden|"
    "ihr seid|die besten|ihr seid die besten|ihr seid super|ihr seid toll|das hilft|das hilft mir|"
    "das hilft mir sehr|hat geholfen|sehr nett|sehr freundlich|das ist nett|das ist super|auch|ebenfalls|gleichfalls|"
    "wirklich|freut mich|dann weiss ich bescheid|weiss ich bescheid|schnell|ah|oh|ganz|herzlichen|lieben|von|uns|mir",
    "fr": "beaucoup|bien|infiniment|encore|mille fois|a vous|a toi|a tous|a toute l'equipe|l'equipe|toute|pour|votre|"
    "ton|ta|la|le|les|vos|tout|cette|ce|ces|l'aide|aide|reponse|reponses|rapidite|retour|reactivite|info|infos|"
    "l'info|l'information|information|informations|explication|explications|precisions|precision|patience|service|"
    "rapide|excellent|excellente|gentillesse|temps|super|parfait|genial|top|nickel|cool|d'accord|ok|okay|tres|"
    "c'est|note|c'est note|bien note|bien recu|c'est parfait|c'est super|c'est regle|c'est bon|probleme resolu|"
    "resolu|ca marche|ca fonctionne|ca a marche|et|bonjour|bonsoir|salut|cordialement|au revoir|a bientot|"
    "bonne journee|bonne soiree|a vous aussi|egalement|aussi|vous|etes|vous etes|au top|les meilleurs|gentil|"
    "de|votre aide|de votre|de la|d'avoir|repondu|de m'avoir repondu|de m'avoir aide|de m'avoir|m'avoir|si|vite|"
    "aussi vite|je|suis|ravi|ravie|ah|oh|bisous|bises|madame|monsieur|du",
    "es": "muchas|muchisimas|por|la|el|los|las|su|sus|tu|vuestra|vuestro|todo|ayuda|la ayuda|respuesta|rapida|rapidez|"
    "atencion|informacion|info|aclaracion|amabilidad|paciencia|gestion|servicio|apoyo|tiempo|contestar|responder|"
    "ayudarme|ayudar|informar|avisar|excelente|buen|buena|gran|genial|perfecto|estupendo|fenomenal|super|bien|"
    "muy bien|muy amable|muy amables|amable|amables|ok|okay|vale|vale pues|entendido|de acuerdo|recibido|listo|"
    "solucionado|resuelto|ya esta|todo solucionado|todo resuelto|problema resuelto|ya funciona|funciono|hola|buenas|"
    "buenos dias|buenas tardes|buenas noches|un saludo|saludos|adios|hasta luego|hasta pronto|a|vosotros|ustedes|"
    "usted|ti|todos|equipo|al|y|de nuevo|otra vez|de verdad|de corazon|tan|tan rapido|rapido|sois|son|los mejores|"
    "sois los mejores|son los mejores|un abrazo|abrazo|besos|chicos|igualmente|que|que bien|me alegro|muy|ah|oh",
    "pt": "muito|muitissimo|mesmo|pela|pelo|por|a|o|as|os|sua|seu|vossa|vosso|ajuda|resposta|rapida|rapidez|atencao|"
    "informacao|informacoes|info|esclarecimento|esclarecimentos|simpatia|paciencia|servico|apoio|tempo|tudo|"
    "excelente|otimo|otima|bom|boa|perfeito|maravilha|beleza|show|top|legal|super|bem|ok|okay|certo|entendido|"
    "combinado|entendi|anotado|resolvido|ja esta resolvido|tudo resolvido|tudo certo|problema resolvido|funcionou|"
    "deu certo|ja funciona|ola|oi|bom dia|boa tarde|boa noite|abraco|abracos|um abraco|beijos|cumprimentos|tchau|"
    "ate logo|ate breve|e|a todos|equipa|equipe|pessoal|gente|voces|de novo|novamente|mais uma vez|de coracao|"
    "sao|os melhores|voces sao|demais|tao rapida|tao|rapido|igualmente|por responder|responder|me ajudar|ajudar|"
    "por ajudar|pela ajuda|viu|entao|ah|oh|querida|querido|que bom|que otimo",
    "it": "mille|tante|molte|per|la|il|lo|l'|le|i|vostra|vostro|sua|suo|tua|tuo|aiuto|l'aiuto|risposta|rapida|"
    "rapidissima|veloce|celere|rapidita|disponibilita|gentilezza|cortesia|pazienza|info|informazione|informazioni|"
    "l'informazione|chiarimento|chiarimenti|supporto|servizio|assistenza|tutto|tempo|ottimo|ottima|ottimo servizio|"
    "perfetto|benissimo|bene|va bene|molto bene|super|grande|grandi|fantastico|fantastici|gentilissimi|gentilissimo|"
    "gentilissima|molto gentile|molto gentili|gentile|gentili|siete|siete stati|siete gentilissimi|i migliori|ok|"
    "okay|d'accordo|capito|ricevuto|chiaro|risolto|tutto risolto|problema risolto|funziona|ora funziona|tutto ok|"
    "tutto a posto|ciao|salve|buongiorno|buonasera|saluti|cordiali saluti|un saluto|arrivederci|a presto|e|a voi|"
    "a te|a lei|a tutti|ancora|di nuovo|davvero|di cuore|di tutto|dell'aiuto|della risposta|team|ragazzi|avermi|"
    "per avermi|risposto|aiutato|molto|cosi|anche a voi|altrettanto|ah|oh|un abbraccio|baci|del",
    "ru": "большое|огромное|вам|тебе|всем|за|помощь|ответ|быстрый|оперативный|оперативность|информацию|инфу|"
    "разъяснение|разъяснения|внимание|терпение|поддержку|сервис|отличный|хороший|всё|все|вашу|ваш|ваше|еще раз|"
    "ещё раз|очень|за все|супер|отлично|прекрасно|замечательно|хорошо|класс|круто|ок|окей|понял|поняла|понятно|"
    "ясно|принято|договорились|решено|все решилось|всё решилось|проблема решена|вопрос решен|вопрос решён|"
    "все получилось|получилось|заработало|все работает|нашлось|привет|здравствуйте|добрый день|добрый вечер|пока|"
    "до свидания|с уважением|и|команда|ребята|девушки|огромное человеческое|вы|лучшие|вы лучшие|от души|"
    "сердечно|очень помогли|вы очень помогли|помогли|быстро|так|и вам|взаимно|а|о|ой|за быстрый|что помогли|"
    "что ответили|что",
    "zh": "你们|你們|您|你|的|大家|了|啦|哦|喔|啊|呀|哈|呢|非常|十分|真的|太|很|万分|好的|好|好嘞|嗯嗯|嗯|知道了|"
    "收到|明白了|明白|了解了|了解|没问题了|解决了|已经解决了|已解决|问题解决了|帮助|帮忙|幫助|幫忙|回复|回覆|"
    "答复|解答|解释|耐心|及时|热情|服务|支持|信息|快速|迅速|迅速的|客服|小姐姐|小哥哥|再次|先|哈哈|嘻嘻|太好了|"
    "太棒了|棒|真棒|给力|再见|拜拜|亲|那|那就|也|对|对我|为我|各位|团队|們|们|关心|关注|一切|您的|祝好|早安|晚安",
    "ja": "ございます|ございました|ございましたー|どうも|本当に|ほんとに|ほんとうに|誠に|大変|とても|いつも|すごく|"
    "ご|お|の|を|に|は|が|も|と|で|へ|ー|ね|よ|です|でした|ました|ます|さん|様|皆様|みなさん|皆さん|早速|早い|早く|"
    "迅速な|迅速|丁寧な|丁寧|丁寧に|親切な|親切|返信|返事|回答|対応|連絡|説明|案内|情報|教えていただき|教えて頂き|"
    "教えてくださり|教えてくださって|教えてくれて|答えてくださり|対応いただき|対応して頂き|対応くださり|了解です|"
    "了解しました|了解|わかりました|分かりました|承知しました|承知いたしました|解決しました|無事解決しました|無事|"
    "解決です|安心しました|嬉しいです|うれしいです|すみません|すいません|笑|いただき|頂き|くださり|おかげさまで|"
    "おかげで|また|今回|こちらこそ|失礼します|失礼いたします|それでは|では|はぁ|ああ|あ|なるほど|色々と|色々|いろいろ|"
    "いろいろと|スタッフ|申し上げます|します|いたします|しています|助け|心から",
    "ko": "정말|너무|진짜|매우|대단히|무척|항상|늘|다시|한번|한 번|네|빠른|친절한|신속한|상세한|자세한|좋은|답변|답장|"
    "응대|도움|도와주셔서|도와 주셔서|도움에|답변에|안내|안내에|안내해 주셔서|안내해주셔서|설명|설명에|상담|서비스|"
    "알려주셔서|알려 주셔서|답변해주셔서|답변해 주셔서|답변 주셔서|답변주셔서|확인해 주셔서|확인해주셔서|주셔서|"
    "해결됐습니다|해결되었습니다|해결됐어요|잘 해결됐습니다|잘 받았습니다|잘 됐습니다|잘|알겠습니다|알겠어요|"
    "확인했습니다|확인했어요|이해했습니다|안녕하세요|여러분|직원분|직원분들|상담원님|담당자님|님|모두|모든|많이|많은|"
    "빨리|친절하게|빠르게|신속하게|최고예요|최고입니다|최고|좋아요|오|아|와|넵|오케이|덕분에|"
    "큰 도움이 됐습니다|큰 도움이 되었습니다|도움이 됐어요|도움이 되었습니다|도움이 많이 됐습니다|에|도|로|으로|를|을|"
    "안녕히 계세요|또 봬요|해주셔서|해 주셔서|드려요|드립니다|합니다",
}

GREETING = (
    "hi|hello|hey|dear|hoi|hallo|beste|salut|bonjour|bonsoir|hola|buenas|ola|oi|ciao|salve|buongiorno|buonasera|"
    "привет|здравствуйте"
)
"""After these, as after thanks, a name may follow."""

ANYWHERE = "ok|okay|oke|super|top|perfect|haha*|ha|hehe*|hihi*|jaja*|lol|x|xx|xo|xoxo"
"""What people type in every language."""
