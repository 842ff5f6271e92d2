"""What needs no answer: thanks, emoji and tags in eleven languages, and nothing that only looks like them."""

import pytest

from webcare.reading.chatter import Kind, need

THANKS = """
Thanks!
thank you so much
Thx 👍
Thank you Eva, that helps
thanks a lot for the quick reply
Great, thanks for your help!
ok thank you
Perfect, thank you very much 🙏
Thanksssss
Hi Mark, thanks for the update
many thanks, have a nice day
Thank you, all sorted now
tysm ❤️❤️
Cheers mate
Brilliant service, thank you!
Got it, thanks
Much appreciated :)
thank you all
Bedankt!
Dank je wel
Dankjewel voor de snelle reactie
top, bedankt!
Hartelijk dank voor de hulp 🙏
Oké, dank u wel. Fijne dag nog!
Super bedankt Sanne!
thnx
helemaal top, dank jullie wel
Bedankt, het is gelukt
Heel erg bedankt voor de duidelijke uitleg
Fijn, dank je
Merci hè
Prima, dan weet ik genoeg. Bedankt!
Danke!
Vielen Dank für die schnelle Antwort
Alles klar, danke
Danke schön, schönen Abend noch
Super, herzlichen Dank!
Danke Frau Vogel
ok danke 😊
Vielen lieben Dank
Tausend Dank für eure Hilfe
Danke, hat geklappt
Merci
Merci beaucoup pour votre aide
Parfait, merci !
Merci bien, bonne journée à vous
D'accord, merci
Un grand merci à toute l'équipe
super merci 😍
Merci Claire
Ok merci, bonne soirée
Gracias
Muchas gracias por la ayuda
Mil gracias!!!
Perfecto, gracias
Gracias por la respuesta tan rápida
Vale, muchas gracias 😘
Muy amable, gracias
Gracias Lucía, un saludo
ok gracias
Ya está solucionado, muchas gracias
Obrigado
Muito obrigada pela ajuda
Obrigada!! 💙
Perfeito, obrigado
Ok, muito obrigado, bom dia
Valeu
Obrigado pela resposta rápida
Já está resolvido, obrigada
vlw 👍
Muito obrigado a todos
Grazie
Grazie mille!
Perfetto, grazie
Molte grazie per la risposta
Ok grazie, buona giornata
Gentilissimi, grazie mille
Grazie Marco
Grazie di cuore ❤
Tutto risolto, grazie
Спасибо
Большое спасибо!
Спасибо за помощь
спс
Хорошо, спасибо
Огромное спасибо за быстрый ответ 🙏
Благодарю вас
Понятно, спасибо большое
Все получилось, спасибо
Спасибо, хорошего дня
谢谢
谢谢你们的帮助！
好的，谢谢
非常感谢
多谢🙏
收到，谢谢
謝謝你
太好了，谢谢！
辛苦了，谢谢
ありがとう
ありがとうございます！
ご返信ありがとうございます
早速のご対応ありがとうございました
了解しました。ありがとうございます
助かりました、ありがとうございます😊
本当にありがとうございました
どうもありがとう
無事解決しました。ありがとうございます
感謝します
감사합니다
고맙습니다!
네 감사합니다
정말 감사합니다 ㅠㅠ
답변 감사합니다
빠른 답변 감사합니다 😊
도움 주셔서 감사합니다
알겠습니다. 감사합니다
고마워요~
수고하세요
"""

EMOJI = """
👍
❤️❤️❤️
😂😂
🙏🏽
👩‍👩‍👧
🇳🇱✈️
:)
:-D
<3
;-)
haha
hahahaha 😂
jajaja
ㅋㅋㅋ
哈哈哈
www
хахаха
@lowlandair 👏👏
✈️
"""

TAGS = """
@lowlandair
@lowlandair @anna
@anna @ben @chris_1
@kim@social.example
"""

ASKS = """
Thanks, but where is my bag?
Thanks. Where is my bag
thanks for nothing
Thanks for losing my suitcase
Thank you for the three hour delay
Thanks in advance
Thanks, my booking is ABC123
Yes thanks
yes please, thank you
No thanks
no thank you, I want my money
Great, thanks for cancelling
Thanks Lowland Air for ruining our honeymoon
thanks 🙄
Thank you 😡
Thanks, still waiting
thanks, any news
Thanks but no thanks
Thanks I will wait for the refund
Thank you. One more thing
Thank you, but it does not work
not thankful at all
Thanks, can you also check my seat
Thanks?
ok
yes
no
Perfect
great service
Bedankt, maar mijn koffer is er nog niet
Alvast bedankt
ja graag, bedankt
Bedankt voor niks
Bedankt voor de vertraging
Bedankt. Wanneer hoor ik iets
nee dank je
Dank je, en de terugbetaling dan
bedankt hoor, weer te laat
Is goed, doe maar
Bedankt, ik wacht nog steeds
Danke für nichts
Danke für die Verspätung
Danke im Voraus
Danke, aber mein Koffer fehlt noch
ja danke
nein danke
Danke Verspätung schon wieder
Vielen Dank, wann kommt mein Geld
Danke, funktioniert nicht
Merci d'avance
Merci pour le retard
Merci mais je n'ai toujours rien reçu
oui merci
non merci
Merci pour rien
Merci de me rappeler
Merci de répondre
Gracias por nada
Gracias de antemano
Gracias, pero mi maleta no ha llegado
sí, gracias
no gracias
Gracias por perder mi maleta
Gracias por el retraso
Gracias, sigo esperando
Obrigado por nada
Obrigado, mas a mala não chegou
sim, obrigado
não, obrigada
Obrigado pelo atraso
Desde já obrigado
Obrigada, aguardo resposta
Grazie per niente
Grazie, ma la valigia non è arrivata
sì grazie
no grazie
Grazie in anticipo
Grazie per il ritardo
Grazie, aspetto il rimborso
Спасибо за задержку
Спасибо, но багаж не пришел
Спасибо, не надо
Заранее спасибо
да, спасибо
Спасибо, жду
Спасибо за испорченный отпуск
谢谢，但是我的行李呢
谢谢，我的行李还没到
不用谢谢
谢谢你们弄丢了我的行李
提前谢谢
谢谢，请尽快处理
ありがとうございます。でも荷物が届いていません
返信いただけると助かります
お願いします
ありがとう。いつ届きますか
はい、お願いします。ありがとうございます
遅延をありがとう
感謝の気持ちが足りない
감사합니다 근데 가방은 언제 와요
감사합니다만 아직 못 받았어요
미리 감사합니다
감사하지만 환불해 주세요
감사합니다. 좌석도 바꿔주세요
도대체 감사할 일이 없네요
?
?!?
❓
!!!
...
😡
🤬🤬
👎
🆘
:(
😭😭
#fail
#help #stranded
https://example.org/photo/1
@lowlandair #lost
Where is my bag
hahaha where is my bag
haha no
ja
hi
hi there
123456
ABC123
@anna look at this
hello?
👍?
"""


def cases(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip()]


LABELLED: list[tuple[str, frozenset[Kind]]] = [
    *((text, frozenset[Kind]({"thanks"})) for text in cases(THANKS)),
    *((text, frozenset[Kind]({"emoji"})) for text in cases(EMOJI)),
    *((text, frozenset[Kind]({"tag_only"})) for text in cases(TAGS)),
    *((text, frozenset[Kind]({"question", "statement"})) for text in cases(ASKS)),
]


def test_there_are_enough_labelled_messages() -> None:
    assert len(LABELLED) >= 200


@pytest.mark.parametrize("text", cases(ASKS))
def test_whoever_asks_or_complains_is_heard(text: str) -> None:
    assert need(text).wants_answer


def test_what_is_put_aside_is_right_ninety_nine_times_in_a_hundred_and_little_is_overlooked() -> None:
    found = [(need(text), kinds) for text, kinds in LABELLED]
    aside = [(each.kind in kinds) for each, kinds in found if not each.wants_answer]
    chatter = [each.kind in kinds for each, kinds in found if not kinds & {"question", "statement"}]
    assert sum(aside) / len(aside) >= 0.99
    assert sum(chatter) / len(chatter) >= 0.95


@pytest.mark.parametrize(
    "text", ["Where is my bag?", "¿Dónde está mi maleta", "行李在哪里？", "行李到了吗", "Waar is mijn koffer"]
)
def test_a_question_is_named_a_question_with_or_without_its_mark(text: str) -> None:
    assert need(text).kind == "question"


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "\n\n"])
def test_nothing_to_read_is_empty_so_that_a_picture_alone_can_be_told_apart(text: str) -> None:
    assert need(text).kind == "empty"


def test_hidden_marks_do_not_turn_a_question_into_thanks() -> None:
    assert need("thanks\u200b, but\u200b where is my bag").wants_answer


def test_a_long_story_that_ends_in_thanks_is_no_thanks() -> None:
    assert need("thanks " * 60).wants_answer


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text", ["ha" * 50_000 + "x", "thanks " * 22 + "x", ":" * 100_000, "a@" * 50_000, "@" * 100_000]
)
def test_no_text_keeps_the_reader_busy(text: str) -> None:
    assert need(text).kind in {"question", "statement", "emoji", "tag_only"}
