"""Where a person can be found: mail addresses, also those spelled out, and the streets and house numbers of eleven languages.

An address is a likeness, never sure: the way to a hotel looks the same as the way to somebody's door.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from webcare.reading.announced import announced, places_announced

_AT = (
    r"(?:\s?[(\[{]\s?at\s?[)\]}]\s?|\s(?:at|apenstaartje|arroba|arobase|chiocciola|собака|собачка|골뱅이|アットマーク|klammeraffe)\s"
    r"|@)"
)
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt|punkt|point|punto|ponto|точка|점)\s?[)\]}]\s?|\s(?:dot|punt|punkt|point|punto|ponto|точка|점|ドット)\s)"
MAIL = regex.compile(r"(?<![A-Za-z0-9_.+@-])[A-Za-z0-9][A-Za-z0-9_.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SPELLED = regex.compile(
    rf"(?<![A-Za-z0-9_.+@-])[A-Za-z0-9][A-Za-z0-9+_-]*(?:{_DOT}[A-Za-z0-9+_-]+){{0,3}}{_AT}[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)+",
    regex.IGNORECASE,
)
_SPELLED_AT = regex.compile(rf"(?<=\S){_AT}(?=\S)", regex.IGNORECASE)
_BARE_AT = regex.compile(r"\sat\s", regex.IGNORECASE)

_NAME = r"\p{Lu}[\p{L}'’.-]*"
_TOWN = rf"(?:,?\s+\d{{4,5}}(?:-\d{{3}})?(?:\s?[A-Z]{{2}}(?![\p{{L}}]))?(?:\s+{_NAME})?)?"
_STREETS = (
    # 14 Willow Street, Bristol BS1 4DJ
    (
        rf"\d{{1,4}}[a-z]?,?\s+(?:{_NAME}\s+){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Crescent|Terrace|Square|Gardens|Mews)"
        rf"(?![\p{{L}}])(?:,?\s+{_NAME})?(?:,?\s+[A-Z]{{1,2}}\d[\dA-Z]?\s?\d[A-Z]{{2}})?"
    ),
    # Lindenlaan 14, 1234 AB Amstelveen · Lindenstraße 14, 10969 Berlin
    (
        rf"\p{{Lu}}[\p{{L}}'-]*(?:straat|laan|weg|plein|gracht|kade|dijk|singel|dreef|hof|pad|steeg|plantsoen|straße|strasse|str\.|platz|allee|gasse|"
        rf"(?<=\p{{L}}{{4}})ring|damm|ufer)\s+\d{{1,4}}\s?(?:[a-z](?![\p{{L}}])|hs)?{_TOWN}"
    ),
    rf"(?:Am|An der|An den|Im|In der|Unter den|Zum|Zur)\s{_NAME}\s+\d{{1,4}}\s?[a-z]?,?\s+\d{{5}}\s+{_NAME}",
    # 12 bis rue des Lilas, 75011 Paris
    (
        rf"\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|allee|chemin|impasse|quai|cours|route)\s+"
        rf"(?:(?:de|du|des|la|le|les|l'|d')\s?){{0,2}}{_NAME}(?:\s+{_NAME})*{_TOWN}"
    ),
    # Calle Mayor 14 · Rua das Flores 14 · Via Garibaldi 14
    (
        rf"(?:Calle|C/|Avda\.?|Avenida|Plaza|Paseo|Camino|Ronda|Carrera|Rua|Av\.|Praca|Travessa|Largo|Alameda|Estrada|Via|Viale|Corso|Piazza|"
        rf"Vicolo|Strada)\s+(?:(?:de|del|della|dei|da|do|das|dos|la|las|los|l')\s?){{0,2}}{_NAME}(?:\s+(?:(?:de|da|do|di)\s)?{_NAME}){{0,3}}"
        rf",?\s+(?:n\S?\s?)?\d{{1,4}}(?:/?[a-z](?![\p{{L}}]))?{_TOWN}"
    ),
    (
        r"(?:ул\.|улица|проспект|пр-т|пр\.|переулок|пер\.|бульвар|шоссе|наб\.|набережная|площадь)\s?[\p{Lu}][\p{L}-]*(?:\s\p{Lu}[\p{L}-]*)?"
        r",?\s+(?:д\.?\s?|дом\s)?\d{1,4}(?:\s?[а-я](?![\p{L}]))?(?:,?\s?(?:кв\.?|квартира)\s?\d+)?"
    ),
    r"[\p{Han}]{2,14}(?:路|街|大道|巷|弄|胡同)\d{1,5}号(?:\d{1,4}(?:楼|室|单元|号楼))*",
    r"〒?\s?(?:\d{3}-\d{4}\s?)?[\p{Han}]{1,4}[都道府県][\p{Han}\p{Hiragana}\p{Katakana}ー]{1,12}\d{1,4}(?:(?:丁目|番地?|号|-)\d{0,4}){1,5}",
    r"[\p{Hangul}]{2,8}(?:시|도)\s(?:[\p{Hangul}]{1,6}(?:시|군|구)\s){1,2}[\p{Hangul}\d]{1,10}(?:로|길|동|가)\s?\d{1,4}(?:-\d{1,4})?",
)
STREET = regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{'|'.join(_STREETS[:-3])})|{'|'.join(_STREETS[-3:])}")
_AS_ANNOUNCED = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])(?:{'|'.join(_STREETS[:-3])}|[\p{{L}}'-]+(?:\s[\p{{L}}'-]+)?\s\d{{1,4}}\s?[a-z]?,?\s+\d{{4,5}}(?:\s?[a-z]{{2}})?\s+[\p{{L}}]+)",
    regex.IGNORECASE,
)


# What every street has, and house numbers: quickly found missing in most texts.
_HOUSE = regex.compile(r"(?<!\d)\d{1,5}(?!\d)")
_STREET_WORD = regex.compile(
    r"Stre|St\b|Road|Rd\b|Ave|Av\.|Lane|Ln\b|Drive|Close|Court|Cres|Terr|Squa|Gard|Mews|straat|laan|weg|plein|gracht|kade|dijk|singel|"
    r"dreef|hof|pad|steeg|plants|stra[sß]|str\.|platz|allee|gasse|ring|damm|ufer|\b(?:Am|An|Im|In|Unter|Zum|Zur)\b|rue|avenue|av\.|boul|bd|"
    r"place|chemin|impasse|quai|cours|route|Calle|C/|Avda|Plaza|Paseo|Camino|Ronda|Carrera|Rua|Praca|Trav|Largo|Alam|Estr|Via|Corso|Piazza|"
    r"Vicolo|Strada|ул\.|улиц|про|пр\.|пер|бул|шос|наб|пло|[路街道巷弄胡都府県]|[시도]\s"
)


def mails(text: str) -> Iterator[tuple[int, int]]:
    """Mail addresses, as they are and as people write them for people only."""
    spans = [match.span() for match in MAIL.finditer(text)] if "@" in text else []
    yield from spans
    if not _SPELLED_AT.search(text):
        return
    for match in _SPELLED.finditer(text):
        start, end = match.span()
        if not any(start < until and begin < end for begin, until in spans) and not _is_a_sentence(match.group()):
            yield start, end


def _is_a_sentence(spelled: str) -> bool:
    """“Look at example.com” is one; “look at example dot com” is not."""
    return (
        _BARE_AT.search(spelled) is not None and regex.search(r"\sdot\s|[(\[]\s?dot", spelled, regex.IGNORECASE) is None
    )


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Streets with a house number; in small letters only where words in front announce an address."""
    if not _HOUSE.search(text):
        return
    found = [match.span() for match in STREET.finditer(text)] if _STREET_WORD.search(text) else []
    yield from found
    for place in places_announced(text):
        if any(start >= place for start, _ in found):
            continue
        match = _AS_ANNOUNCED.search(text, place)
        near = announced(text, match.start()) if match else None
        if match and near and near.kind == "address":
            yield match.span()
