"""Says whether a text asks for an answer at all, so that thanks and emoji neither start a clock nor reopen anything.

It leans one way: a question taken for thanks leaves a customer unheard, thanks taken for a statement costs a glance.
So a message is thanks only where every word of it belongs to the vocabulary of thanks in one language.
"""

import re
from dataclasses import dataclass
from typing import Literal

import regex

from webcare.reading.glance import Glance
from webcare.reading.gratitude import ANYWHERE, AROUND, CORE, GREETING
from webcare.reading.phrase import folded, phrases
from webcare.reading.plain import readable, spoken

Kind = Literal["question", "statement", "thanks", "emoji", "tag_only", "empty"]

LONGEST_THANKS = 160

_HANDLE = regex.compile(r"(?<![\w.+-])@[\w.-]+(?:@[\w.-]+)?")
_POINTER = regex.compile(r"https?://|www\.|[#＃]\w")
_WORD = regex.compile(r"[\p{L}\p{N}]")
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u20E3]")
_SMILEY = regex.compile(
    r"(?<!\w)(?:[:;=8xX]['’]?-?[)D\]pP*3]+|[(\[]-?[:;=]|<3+|\^[_.]?\^|\([yY]\)|[xX]D+|:-?o\))(?!\w)"
)
_LAUGHTER = regex.compile(
    r"(?:(?:a?(?:ha){2,}+h?|(?:he){2,}+|(?:hi){2,}+|(?:ja){2,}+|(?:rs){2,}+|(?:ха){2,}+|哈{2,}+|[ㅋㅎ\u110F\u1112]|w|草|笑|"
    r"lol|kkk?)\W*+)++"
)
# Laughing and crying in Korean and Japanese, glued to the word before; folding turns the Korean letters into others.
_AFTERSOUND = regex.compile(r"[ㅋㅎㅠㅜ\u110F\u1112\u1172\u116E]+|(?<![A-Za-z])w+(?![A-Za-z])")
_QUESTION_MARKS = regex.compile(r"[?？؟¿⁇⁈⁉❓❔]")
_ANGRY = regex.compile(r"[😡🤬😠😤👎🖕🙄😒🤡💩🆘🤮🤦😾]")
_UNHAPPY = regex.compile(r"[😡🤬😠😤👎🖕🙄😒🤡💩🆘🤮🤦😾😭😢💔😞😔😩😫😟🙁☹😿🥺😥😰😨😱⛔🚫❌❗‼]")

# Words that open a question typed without its mark, and the particles that close one in Chinese, Japanese, Korean.
_OPENS = regex.compile(
    r"^(?:(?:and|so|but|en|maar|y|e|et|und|но|а|и)\s+)?"
    r"(?:who|what|when|where|why|how|which|is|are|do|does|did|can|could|will|would|should|have|has|any|"
    r"wie|wat|wanneer|waar|waarom|hoe|welke|kan|kunnen|kunt|mag|moet|heeft|hebben|zijn|klopt|"
    r"wer|wann|wo|warum|wieso|welche|kann|konnen|gibt|ist|sind|habt|"
    r"qui|quand|ou|pourquoi|comment|combien|est-ce|quel|quelle|peut|pouvez|"
    r"quien|cuando|donde|como|cuanto|cual|puedo|pueden|puede|hay|"
    r"quem|quando|onde|quanto|qual|posso|podem|pode|"
    r"chi|dove|perche|come|posso|potete|avete|"
    r"кто|что|когда|где|почему|как|сколько|какой|какая|можно|можете|есть ли|куда|зачем)(?!\w)",
    regex.IGNORECASE,
)
_CLOSES = regex.compile(
    r"(?:吗|嗎|呢|么|麼|怎么办|怎麼辦|ですか|ますか|でしょうか|ませんか|까요|나요|가요|니까|은요|는요)[\s。.!！~～…]*$"
)

_GLANCE = Glance((core, language) for language, core in CORE.items())
_WHOLE_WORD = re.compile(r"(?<![\w'-])[a-z]\w*", re.ASCII)  # what begins small and goes on from nothing is no name
_VOCABULARY = frozenset(re.findall(r"\w+", folded("|".join([*CORE.values(), *AROUND.values(), GREETING, ANYWHERE]))))
_OPEN_ENDED = tuple(re.findall(r"(\w+)\*", "|".join([*CORE.values(), *AROUND.values(), ANYWHERE])))
_NAME = r"\s*[,，]?\s*\p{Lu}(?:[\p{Ll}'-]{1,14}|\p{Lu}(?!\w))"
# What remains once every known phrase is a mark: 1 thanks, 2 a word around it, 3 a greeting. German writes every
# noun like a name, so that only what stands right after thanks or a greeting can be one.
_THANKS = regex.compile(rf"[^\w\x01-\x03]*(?:(?:\x02|[\x01\x03](?:{_NAME}){{0,2}})[^\w\x01-\x03]*)+")


@dataclass(frozen=True)
class Need:
    """What kind of message it is, and why in a few words. Whether a picture came with it, the caller knows."""

    kind: Kind
    reason: str

    @property
    def wants_answer(self) -> bool:
        return self.kind in {"question", "statement"}


def need(text: str) -> Need:
    """What one message asks of us; `empty` is a message without anything to read."""
    said = spoken(text)
    seen = readable(text)
    if _WORD.search(said):
        return _need_of_words(said, points=_POINTER.search(seen) is not None)
    return _need_of_signs(seen, said) if seen else Need("empty", "nothing to read")


def _need_of_signs(seen: str, said: str) -> Need:
    bare = _HANDLE.sub("", seen).strip()
    if _QUESTION_MARKS.search(said):
        return Need("question", "question mark")
    if _UNHAPPY.search(said) or ":(" in said or ":-(" in said:
        return Need("statement", "unhappy emoji")
    if _WORD.search(bare):
        return Need("statement", "a link or hashtag to look at")
    if _EMOJI.search(said) or _SMILEY.search(said):
        return Need("emoji", "only emoji")
    return Need("statement", "only punctuation") if bare else Need("tag_only", "only tags somebody")


def _need_of_words(said: str, *, points: bool) -> Need:
    """`points`: a link or hashtag came with the words, which turns thanks with a picture of a wreck into a complaint."""
    if _QUESTION_MARKS.search(said):
        return Need("question", "question mark")
    bare = folded(said)
    if _LAUGHTER.fullmatch(_EMOJI.sub(" ", bare).strip().lower()):
        return Need("emoji", "only laughter")
    if _SMILEY.fullmatch(said):
        return Need("emoji", "only emoji")
    doubtful = points or len(said) > LONGEST_THANKS or _ANGRY.search(said)
    language = None if doubtful else _language_of_thanks(bare)
    if language:
        return Need("thanks", f"only words of thanks ({language})")
    if _OPENS.search(bare) or _CLOSES.search(said):
        return Need("question", "asks without a question mark")
    return Need("statement", "says something")


def _language_of_thanks(bare: str) -> str | None:
    text = _AFTERSOUND.sub(" ", _SMILEY.sub(" ", bare))
    if text.isascii() and _says_more(text):
        return None
    may_say = _GLANCE.may_say(text)
    for language in [language for language in CORE if (CORE[language], language) in may_say]:
        thanked = phrases(CORE[language], language).sub(" \x01 ", text)
        if "\x01" in thanked:
            greeted = phrases(GREETING, "").sub(" \x03 ", thanked)
            if _THANKS.fullmatch(phrases(f"{AROUND[language]}|{ANYWHERE}", language).sub(" \x02 ", greeted)):
                return language
    return None


def _says_more(text: str) -> bool:
    """Whether some word belongs to no language's vocabulary of thanks: a sure and quick no, to most of what is written."""
    words = [word.lower() for word in _WHOLE_WORD.findall(text)]
    return any(word not in _VOCABULARY and not word.startswith(_OPEN_ENDED) for word in words)
