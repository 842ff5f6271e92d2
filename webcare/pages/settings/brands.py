"""The names under which we answer."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.pages.settings.office import Office
from webcare.pages.settings.register import Register, RowForm, Words
from webcare.team.brand import Brand


class BrandForm(RowForm[Brand]):
    """The slug follows from the name."""

    verb = "brand.changed"

    class Meta:
        model = Brand
        fields = ("name", "is_public")
        labels = {"name": gettext_lazy("Name"), "is_public": gettext_lazy("Stands on the public board")}

    def clean_name(self) -> str:
        """Two brands need two addresses."""
        name = str(self.cleaned_data["name"])
        taken = Office(self.desk).brands().filter(slug=_slug(name)).exclude(pk=self.instance.pk).exists()
        if not _slug(name):
            self.add_error("name", _("Use at least one letter or digit."))
        elif taken:
            self.add_error("name", _("Another brand has nearly the same name. Choose one that cannot be confused."))
        return name

    def save(self, commit: bool = True) -> Brand:
        self.instance.slug = _slug(self.cleaned_data["name"])
        row: Any = super().save(commit=commit)
        return row  # type: ignore[no-any-return]  # the instance


def _slug(name: str) -> str:
    return slugify(name, allow_unicode=True)[:60]


def _consequences(brand: Brand) -> str:
    if brand.accounts.exists():
        return _("It has accounts on networks, so it has to stay: conversations belong to it.")
    return _("Teams no longer see it. Prepared answers for it alone are removed with it.")


brands = Register(
    "brands",
    Words(
        gettext_lazy("Brands"),
        gettext_lazy("brand"),
        gettext_lazy("The names under which we answer. Accounts belong to a brand, and teams see brands."),
    ),
    BrandForm,
    Office.brands,
    removed="brand.removed",
    consequences=_consequences,
)
