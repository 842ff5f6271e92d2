"""The texts that Meta has approved for every brand here, and one of them filled in."""

import re
from typing import Any

from sandbox.meta.problems import Problem, invalid

Json = dict[str, Any]
BLANK = re.compile(r"\{\{(\w+)\}\}")
TEMPLATES: tuple[Json, ...] = (
    {
        "name": "about_your_question",
        "language": "en",
        "category": "UTILITY",
        "components": [
            {"type": "BODY", "text": "Hello {{1}}, we have an answer to your question about {{2}}. May we go on here?",
             "example": {"body_text": [["Anna", "your bag"]]}},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Yes, please"}]},
        ],
    },
    {
        "name": "about_your_question",
        "language": "nl",
        "category": "UTILITY",
        "components": [
            {"type": "BODY", "text": "Hallo {{1}}, wij hebben een antwoord op uw vraag over {{2}}. Mogen wij hier verdergaan?",
             "example": {"body_text": [["Anna", "uw koffer"]]}},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Ja, graag"}]},
        ],
    },
    {
        "name": "flight_changed",
        "language": "en",
        "category": "UTILITY",
        "parameter_format": "NAMED",
        "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Flight {{flight}}",
             "example": {"header_text_named_params": [{"param_name": "flight", "example": "LL1024"}]}},
            {"type": "BODY", "text": "Your flight now leaves at {{new_time}}.",
             "example": {"body_text_named_params": [{"param_name": "new_time", "example": "18:40"}]}},
            {"type": "FOOTER", "text": "Lowland Air"},
        ],
    },
    {
        "name": "boarding_pass",
        "language": "en",
        "category": "UTILITY",
        "components": [{"type": "HEADER", "format": "DOCUMENT"}, {"type": "BODY", "text": "Your boarding pass."}],
    },
)  # fmt: skip


def listed() -> list[Json]:
    """As the Graph shows them."""
    return [{"id": str(700 + number), "status": "APPROVED", **each} for number, each in enumerate(TEMPLATES)]


def filled(wish: Json) -> str:
    """What the customer reads. Raises a Problem where Meta would refuse it."""
    name, code = wish.get("name"), (wish.get("language") or {}).get("code")
    found = next((each for each in TEMPLATES if (each["name"], each["language"]) == (name, code)), None)
    if found is None:
        raise Problem(132001, f"Template name ({name}) does not exist in the translation ({code})", status=404)
    given = {str(part.get("type")): part.get("parameters") or [] for part in wish.get("components") or []}
    told = [_part(each, given.get(each["type"].lower(), [])) for each in found["components"] if "text" in each]
    return "\n\n".join(told)


def _part(component: Json, parameters: list[Json]) -> str:
    blanks = list(dict.fromkeys(BLANK.findall(component["text"])))
    if len(parameters) != len(blanks):
        raise Problem(132000, f"Number of parameters does not match the expected number of params ({len(blanks)})")
    if any(each.get("type") != "text" or not str(each.get("text", "")).strip() for each in parameters):
        raise invalid("Param text of a parameter must not be empty")
    values = {str(each.get("parameter_name") or number + 1): each["text"] for number, each in enumerate(parameters)}
    if set(values) != set(blanks):
        raise Problem(132000, "Parameter names do not match those of the template")
    return BLANK.sub(lambda blank: str(values[blank[1]]), component["text"])
