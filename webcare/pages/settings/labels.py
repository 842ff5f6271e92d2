"""The words that the team sticks on conversations, and what cases are about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from webcare.cases.case import Category
from webcare.conversations.label import Label
from webcare.pages.settings.office import Office
from webcare.pages.settings.register import Register, RowForm, Words
from webcare.team.person import Role

HUES = (
    (20, gettext_lazy("red")),
    (50, gettext_lazy("orange")),
    (90, gettext_lazy("yellow")),
    (155, gettext_lazy("green")),
    (190, gettext_lazy("turquoise")),
    (232, gettext_lazy("blue")),
    (290, gettext_lazy("violet")),
    (340, gettext_lazy("pink")),
)


class LabelForm(RowForm[Label]):
    """A word and a colour."""

    verb = "label.changed"
    hue = forms.TypedChoiceField(label=gettext_lazy("Colour"), coerce=int, initial=232)

    class Meta:
        model = Label
        fields = ("name", "hue")
        labels = {"name": gettext_lazy("Name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.hue
        known = dict(HUES)
        choices = [*HUES] if own in known else [(own, gettext_lazy("as it is")), *HUES]
        self.fields["hue"].choices = choices  # type: ignore[attr-defined]  # a choice field


class CategoryForm(RowForm[Category]):
    """A name."""

    verb = "category.changed"

    class Meta:
        model = Category
        fields = ("name",)
        labels = {"name": gettext_lazy("Name")}


def _label_goes(label: Label) -> str:
    count = label.conversations.count()
    return ngettext("%(n)s conversation loses it.", "%(n)s conversations lose it.", count) % {"n": count}


def _category_goes(category: Category) -> str:
    count = category.cases.count()
    return ngettext("%(n)s case is left without a category.", "%(n)s cases are left without a category.", count) % {
        "n": count
    }


labels = Register(
    "labels",
    Words(
        gettext_lazy("Labels"),
        gettext_lazy("label"),
        gettext_lazy("Words to find conversations by. A conversation may carry several."),
    ),
    LabelForm,
    Office.labels,
    removed="label.removed",
    consequences=_label_goes,
    role=Role.LEAD,
)
categories = Register(
    "categories",
    Words(
        gettext_lazy("Case categories"),
        gettext_lazy("category"),
        gettext_lazy("What cases are about. A case has one at most."),
    ),
    CategoryForm,
    Office.categories,
    removed="category.removed",
    consequences=_category_goes,
    role=Role.LEAD,
)
