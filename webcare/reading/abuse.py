"""Finds insults, slurs and threats, only so that a message is blurred until an agent chooses to open it.

It never hides, closes or delays anything. Cursing at the situation ("this is a damn mess") is how worried people
talk and is not abuse; words that mean something harmless in another of the languages are left out.
"""

import re
from dataclasses import dataclass

import regex

from webcare.reading.glance import Glance
from webcare.reading.phrase import WITHOUT_SPACES, folded, phrases
from webcare.reading.plain import readable

INSULTS: dict[str, str] = {
    "en": "fuck you|fuck u|fuck off|fuck yourself*|go fuck|motherfuck*|fucker*|asshole*|arsehole*|bitch|bitches|cunt*|whore*|"
    "bastards|you bastard|dickhead*|shithead*|scumbag*|retarded|faggot*|nigger*|nigga*|tranny|"
    "twat*|wanker*|kill yourself|kys|go die|i will kill you|i'll kill you|gonna kill you|you should die|"
    "hope you die|hope you all die|suck my dick|eat shit|i will find you|"
    "i know where you live|you stupid idiot*|you idiot|you idiots|you morons|you moron|stupid cow",
    "nl": "kankerlijer*|kankerhoer*|kankerwijf|kankermongo*|kankerjood|kankerhomo*|krijg kanker|krijg de kanker|"
    "krijg de tering|krijg de tyfus|krijg de klere|teringlijer*|tyfuslijer*|tyfushoer*|klootzak*|klootviool|eikels|"
    "vuile hoer*|hoerenzoon*|hoerenjong*|kutwijf*|kutwijven|mongool|mongolen|mongooltje*|flikkers|vuile nicht|"
    "lul de behanger|lulhannes|godverdomde idioten|rot op|rotkop|ik maak je dood|ik vermoord je|"
    "vieze jood|neger|negers|kutmarokkaan*|kutmarokkanen|achterlijke idioot|achterlijke idioten|sukkels",
    "de": "arschloch*|arschlocher*|wichser*|hurensohn*|hurensohne|hure|huren|fotze*|fick dich|fickt euch|fick euch|"
    "verpiss dich|verpisst euch|missgeburt*|schwuchtel*|kanake*|spast|spasti|spasten|mistkerl*|drecksau|dreckssau|"
    "drecksack|schlampe*|ich bring dich um|ich bringe dich um|ihr idioten|du idiot|vollidiot*|"
    "leck mich am arsch|halt die fresse|halt's maul|halts maul|dumme kuh|neger",
    "fr": "connard*|connasse*|encule*|enculer|fils de pute|fdp|ntm|nique ta mere|nique ta race|va te faire foutre|"
    "allez vous faire foutre|allez-vous faire foutre|ta gueule|vos gueules|salope*|pouffiasse*|batard*|batards|"
    "trou du cul|trous du cul|sale pute|pede|pedes|sale arabe|sale juif|sale noir|negre|negres|crevez|"
    "je vais te tuer|je vais vous tuer|bande de cons|bande d'idiots|gros con|pauvre con|pauvre conne|abruti*",
    "es": "hijo de puta|hijos de puta|hija de puta|hijueputa*|hdp|hijoputa*|puta madre que te pario|malparido*|gilipollas|"
    "cabron|cabrones|cabrona|pendejo*|pendeja*|maricon|maricones|marica|subnormal|subnormales|vete a la mierda|"
    "iros a la mierda|vayanse a la mierda|chinga tu madre|chinguen a su madre|que te jodan|que os jodan|"
    "me cago en tu madre|te voy a matar|os voy a matar|los voy a matar|muerete|ojala te mueras|zorra|zorras|"
    "cono de tu madre|conchatumadre|la concha de tu madre|mierda de gente|idiotas|imbeciles",
    "pt": "filho da puta|filhos da puta|filha da puta|fdp|vai tomar no cu|vao tomar no cu|tomar no cu|vai se foder|"
    "vao se foder|vai-te foder|foda-se voces|caralho de gente|cabrao|cabroes|paneleiro*|viado*|arrombado*|"
    "desgracado*|otario*|imbecil|imbecis|idiotas|vou te matar|vou matar voces|"
    "morre praga|vagabunda*|puta que te pariu|puta que pariu voces|macaco imundo|vai pro inferno",
    "it": "vaffanculo|fanculo|affanculo|figlio di puttana|figli di puttana|stronzo|stronzi|stronza|coglione|coglioni|"
    "testa di cazzo|teste di cazzo|pezzo di merda|pezzi di merda|bastardi|bastardo|puttana|puttane|troia|troie|"
    "frocio|froci|ricchione|negro di merda|ti ammazzo|vi ammazzo|devi morire|dovete morire|crepate|"
    "cretini|deficienti|imbecilli|mongoloide|mongoloidi|rottinculo|porca troia",
    "ru": "сука|суки|сучка|сучки|блядь|бляди|блять|ебан*|ебать вас|иди нахуй|идите нахуй|пошел нахуй|пошла нахуй|"
    "пошли нахуй|на хуй|нахуй|хуесос*|пидор*|пидар*|мудак*|мудаки|гондон*|ублюд*|мразь|мрази|тварь|твари|уроды|"
    "дебилы|дебил|идиоты|шлюха|шлюхи|сдохни*|сдохните|убью тебя|убью вас|я тебя найду|чурка|чурки|хач|хачи|"
    "ниггер*|долбоеб*|еб твою мать|ебаный*",
    "zh": "操你妈|肏你妈|草泥马|草你妈|去死吧|你去死|你们去死|傻逼|傻屄|煞笔|傻b|sb客服|王八蛋|混蛋|贱人|婊子|狗娘养的|"
    "滚蛋|杀了你|弄死你|死全家|全家死光|垃圾人|操你媽|幹你娘|白痴|脑残|智障|杂种|狗东西",
    "ja": "死ね|しね！|くたばれ|殺すぞ|殺してやる|ぶっ殺す|クソ野郎|くそ野郎|馬鹿野郎|ばか野郎|バカ野郎|このバカ|"
    "この馬鹿|ゴミクズ|クズども|カスども|消えろ|糞野郎|ふざけんな死|チョン公",
    "ko": "씨발|시발놈|씨팔|ㅅㅂ|ㅆㅂ|개새끼|병신|ㅂㅅ|미친놈|미친년|좆|죽어라|죽여버|뒤져라|뒈져|"
    "지랄|ㅈㄹ|썅|쌍년|쌍놈|창녀|걸레년|니애미|느금마|호로새끼|쓰레기 새끼",
}

SHORTEST = 4
"""Letters of the shortest word that stars can hide: in three, one star leaves too much to guess."""

_SPACED = "|".join(listed for language, listed in INSULTS.items() if language not in WITHOUT_SPACES)
_DENSE = "|".join(listed for language, listed in INSULTS.items() if language in WITHOUT_SPACES)
_GLANCE = Glance([(_SPACED, ""), (_DENSE, "zh")])
_WORDS = [word for word in regex.split(r"[| *']+", folded(_SPACED).lower()) if len(word) >= SHORTEST]

_LEET = str.maketrans("013457@$!|", "oieastasii")
_LATIN = regex.compile(r"\p{Latin}")
_MIXED = re.compile(r"(?<!\S)[^\s0-9@$!|]*[0-9@$!|]\S*")
_SPELLED = regex.compile(r"(?<!\w)(?:\p{L}[ ._-]){2,}\p{L}(?!\w)")
_STAR = regex.compile(r"(?<=\p{Latin})[*#]")
_STARRED = regex.compile(r"(?<!\S)\p{Latin}+[*#]+\p{Latin}*(?!\w)")


@dataclass(frozen=True)
class AbuseVerdict:
    """Whether to blur the message, and the words that say so."""

    abusive: bool
    found: tuple[str, ...]


def is_abusive(text: str) -> AbuseVerdict:
    """Looks at the text as typed, as meant where digits and dots stand for letters, and where stars hide some."""
    bare = folded(readable(text))
    found = {match.lower() for reading in {bare, _meant(bare)} for match in _insults(reading)}
    return AbuseVerdict(bool(found), tuple(sorted(found)))


def _insults(text: str) -> list[str]:
    return [match for listed, language in _GLANCE.may_say(text) for match in phrases(listed, language).findall(text)]


def _meant(text: str) -> str:
    shown = _STARRED.sub(lambda word: _unstarred(word.group().lower()), text) if _STAR.search(text) else text
    plain = _MIXED.sub(lambda word: _unmixed(word.group()), shown)
    return str(_SPELLED.sub(lambda letters: regex.sub(r"[ ._-]", "", letters.group()), plain))


def _unmixed(word: str) -> str:
    return word.rstrip("!|").translate(_LEET) if _LATIN.search(word) else word


def _unstarred(word: str) -> str:
    """`f*ck` as the first word of the lists that it can stand for, a letter for every star; itself where there is none."""
    pattern = regex.compile("".join(r"\p{L}" if sign in "*#" else sign for sign in word))
    return next((insult for known in _WORDS for insult in (known, f"{known}s") if pattern.fullmatch(insult)), word)
