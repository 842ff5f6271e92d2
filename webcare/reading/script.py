"""Which script a text is written in, and how PostgreSQL can find its words."""

import unicodedata
from collections import Counter

import regex

_RUN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー々〆]+")
_SCRIPTS = {
    "hangul": regex.compile(r"\p{Hangul}"),
    "kana": regex.compile(r"[\p{Hiragana}\p{Katakana}ー]"),
    "han": regex.compile(r"\p{Han}"),
    "cyrillic": regex.compile(r"\p{Cyrillic}"),
    "greek": regex.compile(r"\p{Greek}"),
    "arabic": regex.compile(r"\p{Arabic}"),
    "hebrew": regex.compile(r"\p{Hebrew}"),
    "devanagari": regex.compile(r"\p{Devanagari}"),
    "thai": regex.compile(r"\p{Thai}"),
    "latin": regex.compile(r"\p{Latin}"),
}
_LETTER = regex.compile(r"\p{L}")
_NOT_LATIN = regex.compile(
    r"[[\p{L}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Han}\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Thai}ー]"
    r"--\p{Latin}]",
    regex.V1,
)
_DENSE = {"hangul", "kana", "han"}
_DENSITY = 5
"""A Chinese, Japanese or Korean sign says about as much as five letters: a brand name in Latin does not outvote it."""

# The text search configurations that PostgreSQL 15 ships with; for every other language its words stay as they are.
_CONFIGURATIONS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def script_of(text: str) -> str | None:
    """The script that carries most of the text, by the names above, or "other"; None where there is no letter."""
    if _NOT_LATIN.search(text) is None:  # as most of what is written to us
        return "latin" if _SCRIPTS["latin"].search(text) else None
    weights = Counter({name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()})
    weights["other"] = len(_LETTER.findall(text)) - sum(weights.values())
    for dense in _DENSE:
        weights[dense] *= _DENSITY
    if weights["kana"]:  # Chinese never writes kana, Japanese always mixes it with Han
        weights["kana"] += weights.pop("han")
    script, weight = weights.most_common(1)[0]
    return script if weight > 0 else None


def letters(text: str) -> int:
    """How much there is to judge a language by: letters, a Chinese, Japanese or Korean sign counting for several."""
    if text.isascii():
        return sum(map(str.isalpha, text))
    dense = sum(len(_SCRIPTS[name].findall(text)) for name in _DENSE)
    return len(_LETTER.findall(text)) + dense * (_DENSITY - 1)


def is_cjk(text: str) -> bool:
    """Whether the text holds anything that PostgreSQL's parser cannot cut into words."""
    return _RUN.search(text) is not None


def bigrams(text: str) -> str:
    """The text for the search index: lower case, NFKC, and every Chinese, Japanese or Korean run cut into pairs.

    `行李丢失了` becomes `行李 李丢 丢失 失了`; a run of one sign stays. Queries go through the same function, so the
    index and the question always agree.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return " ".join(_RUN.sub(_pairs, folded).split())


def _pairs(run: "regex.Match[str]") -> str:
    signs = run.group()
    pairs = [signs] if len(signs) == 1 else [signs[at : at + 2] for at in range(len(signs) - 1)]
    return f" {' '.join(pairs)} "


def regconfig(language: str | None) -> str:
    """The name of PostgreSQL's text search configuration for a language code (`nl`, `pt-BR`), else `simple`."""
    return _CONFIGURATIONS.get((language or "").replace("_", "-").split("-")[0].lower(), "simple")
