"""What is said about waiting outside of the product, in the languages of those who read or hear it. Data; no interface language.

These sentences stand on signs and are read aloud by machines, so they are whole sentences, and numbers agree with their nouns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

PLACES = ("website", "phone", "counter", "cabin")


def _one_or_more(n: int) -> int:
    return 0 if n == 1 else 1


def _slavic(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


def _arabic(n: int) -> int:
    return 0 if n == 1 else 1 if n == 2 else 2 if 3 <= n % 100 <= 10 else 3


def _never(_n: int) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Tongue:
    """`minutes` and `hours` are the forms that `form` counts; `texts` has one sentence for each of PLACES.

    Blanks: `{span}` what one waits now, `{promise}` what is promised, `{networks}` where to write.
    """

    minutes: tuple[str, ...]
    hours: tuple[str, ...]
    form: Callable[[int], int]
    between: str  # the networks but the last two
    last: str  # the last two of them
    now: str
    unknown: str
    texts: Mapping[str, str]

    def span(self, minutes: int) -> str:
        """90 minutes are said as minutes, 180 as three hours."""
        hours, rest = divmod(minutes, 60)
        if rest or hours <= 2:
            return self.minutes[self.form(minutes)].format(n=minutes)
        return self.hours[self.form(hours)].format(n=hours)

    def several(self, names: list[str]) -> str:
        """As in: X, Facebook or WhatsApp."""
        if len(names) < 2:
            return "".join(names)
        return self.last.join([self.between.join(names[:-1]), names[-1]])


def _texts(*sentences: str) -> Mapping[str, str]:
    return dict(zip(PLACES, sentences, strict=True))


TONGUES: Mapping[str, Tongue] = {
    "en": Tongue(
        ("{n} minute", "{n} minutes"), ("{n} hour", "{n} hours"), _one_or_more, ", ", " or ",
        "We now answer within about {span}.",
        "We answer as soon as we can.",
        _texts(
            "Write to us on {networks}. We answer within {promise}.",
            "Rather not wait on the line? Write to us on {networks}. You have an answer within {promise}.",
            "A question? Write to us on {networks}. You have an answer within {promise}.",
            "Before, during or after your flight: write to us on {networks}, and we answer within {promise}.",
        ),
    ),
    "nl": Tongue(
        ("{n} minuut", "{n} minuten"), ("{n} uur", "{n} uur"), _one_or_more, ", ", " of ",
        "We antwoorden nu binnen ongeveer {span}.",
        "We antwoorden zo snel als we kunnen.",
        _texts(
            "Schrijf ons op {networks}. We antwoorden binnen {promise}.",
            "Liever niet aan de lijn wachten? Schrijf ons op {networks}. U hebt binnen {promise} antwoord.",
            "Een vraag? Schrijf ons op {networks}. U hebt binnen {promise} antwoord.",
            "Voor, tijdens of na uw vlucht: schrijf ons op {networks}, en we antwoorden binnen {promise}.",
        ),
    ),
    "de": Tongue(
        ("{n} Minute", "{n} Minuten"), ("{n} Stunde", "{n} Stunden"), _one_or_more, ", ", " oder ",
        "Wir antworten zurzeit in etwa {span}.",
        "Wir antworten, so schnell wir können.",
        _texts(
            "Schreiben Sie uns auf {networks}. Wir antworten innerhalb von {promise}.",
            "Sie möchten nicht am Telefon warten? Schreiben Sie uns auf {networks}. Wir antworten innerhalb von {promise}.",
            "Eine Frage? Schreiben Sie uns auf {networks}. Wir antworten innerhalb von {promise}.",
            "Vor, während oder nach Ihrem Flug: Schreiben Sie uns auf {networks}, wir antworten innerhalb von {promise}.",
        ),
    ),
    "fr": Tongue(
        ("{n} minute", "{n} minutes"), ("{n} heure", "{n} heures"), _one_or_more, ", ", " ou ",
        "En ce moment, nous répondons en {span} environ.",
        "Nous répondons dès que possible.",
        _texts(
            "Écrivez-nous sur {networks}. Nous répondons en moins de {promise}.",
            "Vous préférez ne pas attendre au téléphone ? Écrivez-nous sur {networks}. Réponse en moins de {promise}.",
            "Une question ? Écrivez-nous sur {networks}. Réponse en moins de {promise}.",
            "Avant, pendant ou après votre vol : écrivez-nous sur {networks}, nous répondons en moins de {promise}.",
        ),
    ),
    "es": Tongue(
        ("{n} minuto", "{n} minutos"), ("{n} hora", "{n} horas"), _one_or_more, ", ", " o ",
        "Ahora respondemos en unos {span}.",
        "Respondemos lo antes posible.",
        _texts(
            "Escríbanos en {networks}. Respondemos en menos de {promise}.",
            "¿Prefiere no esperar al teléfono? Escríbanos en {networks}. Tendrá respuesta en menos de {promise}.",
            "¿Una pregunta? Escríbanos en {networks}. Tendrá respuesta en menos de {promise}.",
            "Antes, durante o después de su vuelo: escríbanos en {networks} y respondemos en menos de {promise}.",
        ),
    ),
    "it": Tongue(
        ("{n} minuto", "{n} minuti"), ("{n} ora", "{n} ore"), _one_or_more, ", ", " o ",
        "Adesso rispondiamo in circa {span}.",
        "Rispondiamo appena possibile.",
        _texts(
            "Ci scriva su {networks}. Rispondiamo entro {promise}.",
            "Preferisce non aspettare al telefono? Ci scriva su {networks}. Avrà una risposta entro {promise}.",
            "Una domanda? Ci scriva su {networks}. Avrà una risposta entro {promise}.",
            "Prima, durante o dopo il volo: ci scriva su {networks} e rispondiamo entro {promise}.",
        ),
    ),
    "pt": Tongue(
        ("{n} minuto", "{n} minutos"), ("{n} hora", "{n} horas"), _one_or_more, ", ", " ou ",
        "Neste momento respondemos em cerca de {span}.",
        "Respondemos assim que pudermos.",
        _texts(
            "Escreva-nos em {networks}. Respondemos em menos de {promise}.",
            "Prefere não esperar ao telefone? Escreva-nos em {networks}. Terá resposta em menos de {promise}.",
            "Uma pergunta? Escreva-nos em {networks}. Terá resposta em menos de {promise}.",
            "Antes, durante ou depois do voo: escreva-nos em {networks} e respondemos em menos de {promise}.",
        ),
    ),
    "ru": Tongue(
        ("{n} минуту", "{n} минуты", "{n} минут"), ("{n} час", "{n} часа", "{n} часов"), _slavic, ", ", " или ",
        "Сейчас мы отвечаем примерно за {span}.",
        "Мы ответим, как только сможем.",
        _texts(
            "Напишите нам в {networks}. Мы ответим за {promise}.",
            "Не хотите ждать на линии? Напишите нам в {networks}. Мы ответим за {promise}.",
            "Есть вопрос? Напишите нам в {networks}. Мы ответим за {promise}.",
            "До, во время и после полёта: напишите нам в {networks}, и мы ответим за {promise}.",
        ),
    ),
    "zh": Tongue(
        ("{n}分钟",), ("{n}小时",), _never, "、", "或",
        "我们目前大约在{span}内回复。",
        "我们会尽快回复。",
        _texts(
            "欢迎通过{networks}联系我们，我们会在{promise}内回复。",
            "不想在电话中等待？请通过{networks}联系我们，我们会在{promise}内回复。",
            "有问题吗？请通过{networks}联系我们，我们会在{promise}内回复。",
            "无论飞行前、飞行中还是飞行后，请通过{networks}联系我们，我们会在{promise}内回复。",
        ),
    ),
    "ja": Tongue(
        ("{n}分",), ("{n}時間",), _never, "、", "または",
        "現在、約{span}以内にお返事しています。",
        "できるだけ早くお返事します。",
        _texts(
            "{networks}でご連絡ください。{promise}以内にお返事します。",
            "お電話でお待ちになりたくない方は、{networks}でご連絡ください。{promise}以内にお返事します。",
            "ご質問は{networks}へどうぞ。{promise}以内にお返事します。",
            "ご搭乗の前も、機内でも、ご到着の後も、{networks}でご連絡ください。{promise}以内にお返事します。",
        ),
    ),
    "ko": Tongue(
        ("{n}분",), ("{n}시간",), _never, ", ", " 또는 ",
        "지금은 약 {span} 안에 답변해 드립니다.",
        "가능한 한 빨리 답변해 드리겠습니다.",
        _texts(
            "{networks}(으)로 문의해 주세요. {promise} 안에 답변해 드립니다.",
            "전화로 기다리기 불편하시면 {networks}(으)로 문의해 주세요. {promise} 안에 답변해 드립니다.",
            "궁금한 점은 {networks}(으)로 문의해 주세요. {promise} 안에 답변해 드립니다.",
            "탑승 전이나 비행 중, 도착 후에도 {networks}(으)로 문의해 주세요. {promise} 안에 답변해 드립니다.",
        ),
    ),
    "ar": Tongue(
        ("دقيقة واحدة", "دقيقتين", "{n} دقائق", "{n} دقيقة"), ("ساعة واحدة", "ساعتين", "{n} ساعات", "{n} ساعة"), _arabic,
        "، ", " أو ",
        "نجيب الآن خلال {span} تقريبًا.",
        "سنجيب في أقرب وقت ممكن.",
        _texts(
            "راسلنا عبر {networks}، ونجيبك خلال {promise}.",
            "لا تريد الانتظار على الخط؟ راسلنا عبر {networks}، ونجيبك خلال {promise}.",
            "لديك سؤال؟ راسلنا عبر {networks}، ونجيبك خلال {promise}.",
            "قبل رحلتك وأثناءها وبعدها: راسلنا عبر {networks}، ونجيبك خلال {promise}.",
        ),
    ),
}  # fmt: skip
