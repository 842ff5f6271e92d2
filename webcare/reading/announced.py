"""The words by which people in eleven languages announce what follows: a booking code, a card, a passport, or an order.

`other` are the numbers that are nobody's secret. Of several announcements the one that stands nearest counts, so that in
"passport ready, order 300456781" the number is that of an order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

LABELS: dict[str, str] = {
    "booking": r"booking(?:s?\W?(?:code|reference|number|ref|nr|no))?|confirmation(?: (?:code|number))?|pnr|record locator|"
    r"reservation(?: (?:code|number))?|ref(?:erence)?|code|boeking(?:s(?:code|nummer|nr|referentie))?|"
    r"reservering(?:s(?:nummer|code))?|buchung(?:s(?:code|nummer|nr|referenz))?|reservierung(?:s(?:code|nummer))?|"
    r"(?:code|numero|reference) de (?:reservation|dossier)|reservation|dossier|localizador|reserva|"
    r"(?:codigo|numero) d[ea] reserva|(?:codice|numero)(?: di)? prenotazione|prenotazione|"
    r"бронь|брони|бронирования?|预订号码?|预订编号|订位代码|订位号|订座编码|确认号码?|予約番号|予約コード|確認番号|"
    r"예약 ?번호|예약 ?코드|확인 ?번호",
    "ticket": r"e-?tickets?|tickets?(?: ?(?:number|no|nr|nummer))?|ticketnummers?|flugschein|billets?(?: electronique)?|billetes?|"
    r"bilhetes?|bigliett[oi]|билет[аы]?|билетов|客票号码?|票号码?|电子客票|航空券番号|eチケット(?:番号)?|항공권 ?번호|항공권|e티켓",
    "card": r"credit ?cards?|card(?: ?number)?|amex|mastercard|visa|creditcard|betaalpas|kreditkarte|karte|carte(?: bancaire)?|"
    r"tarjeta|cartao|carta(?: di credito)?|карт[аыеойу]|信用卡号?|银行卡|卡号|カード番号|クレジットカード|카드 ?번호|신용카드",
    "national": r"ssn|social security(?: number)?|national insurance(?: number)?|nino|bsn|burgerservicenummer|steuer-?id(?:entifikationsnummer)?|"
    r"steuernummer|numero de securite sociale|securite sociale|nir|dni|nie|nif|cpf|cf|codice fiscale|снилс|инн|身份证号?码?|"
    r"マイナンバー|個人番号|주민등록번호|주민번호",
    "phone": r"call(?: me)?(?: on| at)?|ring me|text me|phone|mobile|cell|whatsapp|reach me|my number|telephone|tel|bel|bellen|"
    r"app me|telefoon(?:nummer)?|mijn nummer|mobiel|06-?nummer|anrufen|rufen sie|handy(?:nummer)?|telefon(?:nummer)?|meine nummer|"
    r"appelez(?:-moi)?|joignable|portable|mon numero|llama(?:me|dme|rme)?|telefono|movil|mi numero|ligu?e[mn]?|telemovel|celular|"
    r"telefone|meu numero|chiama(?:temi|mi)|cellulare|il mio numero|позвоните|звоните|телефон|тел|мобильный|номер телефона|"
    r"电话|手机号?码?|致电|電話(?:番号)?|携帯(?:番号)?|전화(?: ?번호)?|연락처|제 번호|핸드폰|휴대폰",
    "passport": r"passport(?: ?(?:number|no|nr))?|paspoort(?:nummer)?|reisepass(?:nummer)?|pass(?:nummer| ?nr)|passeport|pasaporte|"
    r"passaporte|passaporto|паспорт[а]?|загранпаспорт[а]?|护照号?码?|パスポート(?:番号)?|旅券(?:番号)?|여권 ?번호|여권",
    "address": r"address|i live (?:at|in|on)|deliver(?: \w+){0,4} to|adres|ik woon (?:op|in|aan)|adresse|ich wohne|anschrift|j'?habite|"
    r"direccion|vivo en|endereco|moro n[ao]|indirizzo|abito in|адрес|живу|地址|住所|주소",
    "other": r"flight|vlucht|flug|vol|vuelo|voo|volo|рейс|航班|便|항공편|order(?: ?number)?|ordernummer|bestelnummer|bestell(?:ung|nummer)|"
    r"commande|pedido|ordine|заказ|订单号?|注文番号|주문 ?번호|case(?: ?number)?|claim|dossiernummer|zaaknummer|vorgang(?:snummer)?|"
    r"numero de dossier|expediente|protocolo|pratica|обращение|工单号?|お問い合わせ番号|접수번호|invoice|factuur|rechnung|facture|"
    r"factura|fatura|fattura|счет|发票|tracking|bag(?:gage)?(?: tag)?|tag|label|gepackschein|bagage|etiqueta|etichetta|бирка|"
    r"行李牌|手荷物タグ|수하물|file reference|voucher|ean|klantnummer|kundennummer|reference client|numero de cliente|"
    r"customer number|promo ?code|discount code|voucher ?code|kortingscode|gutscheincode|code promo|error code|foutcode|"
    r"fehlercode|seat|stoel|platz|gate|row|your (?:phone|number|line|helpline)|jullie nummer|ihre (?:nummer|hotline)|hotline",
}

GAP = 28
"""Signs between an announcement and what it announces: “is, as you can see in the mail, ” is about as long as it gets."""

LONGEST = 40
"""Signs of the longest announcement."""

_ENDS = regex.compile(r"[.!?。！？\n](?:\s|$)|[0-9]")
_SHORT_FORM = regex.compile(r"\b(?:no|nr|n|num)\.\s", regex.IGNORECASE)
_BORDER = r"[\p{Latin}\p{Cyrillic}]"
_ANNOUNCING = {
    kind: regex.compile(rf"(?<!{_BORDER})(?:{listed})(?!{_BORDER})", regex.IGNORECASE)
    for kind, listed in LABELS.items()
}


@dataclass(frozen=True, slots=True)
class Announcement:
    """Of what kind, and where its words stand."""

    kind: str
    start: int
    end: int


def announced(text: str, start: int) -> Announcement | None:
    """What announces that which begins at `start`: the nearest in the same sentence; of two that end alike, the longer."""
    near = [each for each in _before(text, start) if each.end >= start - GAP]
    nearest = max(near, key=lambda each: (each.end, -each.start), default=None)
    if nearest is None or _ENDS.search(_SHORT_FORM.sub(" ", text[nearest.end : start].removeprefix("."))):
        return None
    return nearest


def places_announced(text: str) -> Iterator[int]:
    """Where the words end that announce an address."""
    return (match.end() for match in _ANNOUNCING["address"].finditer(text))


def _before(text: str, start: int) -> Iterator[Announcement]:
    for kind, pattern in _ANNOUNCING.items():
        for match in pattern.finditer(text, max(0, start - GAP - LONGEST), start):
            yield Announcement(kind, match.start(), match.end())
