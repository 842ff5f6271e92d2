"""What is set up one row at a time: the list, the form, the removal, each change with its line in the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from webcare.conversations.moving import NotPossible
from webcare.ledger.recording import record
from webcare.pages.base import DeskRequest, Toast, done, needs, verbs
from webcare.pages.desk import Desk
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.team.person import Role

if TYPE_CHECKING:
    from django.forms import ModelForm
else:
    from django import forms

    class ModelForm(forms.ModelForm):
        """Django's own can say whose form it is to the type checker only."""

        def __class_getitem__(cls, row: object) -> type:
            return cls


Row = TypeVar("Row", bound=Model)


class RowForm(ModelForm[Row]):
    """A form whose row is kept with a line in the ledger, `verb`."""

    verb: ClassVar[str]

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        self.desk = desk
        super().__init__(*args, **kwargs)

    def keep(self) -> Row:
        """Save and write it down, both or neither."""
        before = {name: _plain(self.initial.get(name)) for name in self.changed_data}
        after = {name: _plain(self.cleaned_data.get(name)) for name in self.changed_data}
        with transaction.atomic():
            row: Any = self.save()
            record(self.verb, row, by=self.desk.person, data={"name": str(row), "after": after}, before=before)
        return row  # type: ignore[no-any-return]  # a Row, seen as Any because rows have a `kind` that Model has not


@dataclass(frozen=True, slots=True)
class Words:
    """How people call the kind of thing: a heading, one of them, a sentence about all of them."""

    many: str | Promise
    one: str | Promise
    about: str | Promise


class Beside(Protocol):
    """What a form means, shown beside it while one fills it in."""

    @property
    def template(self) -> str: ...


class Register(Generic[Row]):
    """The pages of one kind. `consequences` says what a removal takes along; `removed` is its line in the ledger."""

    page = "settings/list.html"

    def __init__(
        self,
        name: str,
        words: Words,
        form: type[RowForm[Row]],
        rows: Callable[[Office], QuerySet[Row]],
        *,
        removed: str,
        consequences: Callable[[Row], str],
        role: Role = Role.ADMINISTRATOR,
        beside: Callable[[DeskRequest, RowForm[Row]], Beside] | None = None,
        fields: str = "parts/form.html",
        space: str = "settings",
    ) -> None:
        self.name, self.words, self.form, self.rows = name, words, form, rows
        self.removed, self.consequences, self.space = removed, consequences, space
        self.beside, self.fields = beside, fields
        guard = needs(role)
        names = ("index", "new", "create", "edit", "update", "ask", "destroy", "preview")
        self._views = {view: guard(getattr(self, view)) for view in names}

    @property
    def route(self) -> str:
        """The name of the list's address; `_new`, `_row` and `_removal` stand for the others."""
        return f"{self.space}_{self.name}"

    @property
    def row_route(self) -> str:
        """The name of one row's address."""
        return f"{self.route}_row"

    @property
    def table(self) -> str:
        """The template of the list's rows."""
        return f"settings/rows/{self.name}.html"

    def paths(self) -> list[URLPattern]:
        """The addresses of this kind, for routes.py."""
        at, views = f"{self.space}/{self.name}", self._views
        return [
            path(at, verbs(GET=views["index"], POST=views["create"]), name=self.route),
            path(f"{at}/new", verbs(GET=views["new"]), name=f"{self.route}_new"),
            path(f"{at}/<int:pk>", verbs(GET=views["edit"], POST=views["update"]), name=self.row_route),
            path(
                f"{at}/<int:pk>/removal", verbs(GET=views["ask"], POST=views["destroy"]), name=f"{self.route}_removal"
            ),
            *(
                [path(f"{at}/preview", verbs(POST=views["preview"]), name=f"{self.route}_preview")]
                if self.beside
                else []
            ),
        ]

    def index(self, request: DeskRequest) -> HttpResponse:
        """All of them."""
        rows = self.rows(Office(request.desk))
        return show(request, self.page, {"register": self, "rows": rows, "new_path": reverse(f"{self.route}_new")})

    def new(self, request: DeskRequest) -> HttpResponse:
        """An empty form."""
        return self._form(request, self.form(request.desk))

    def create(self, request: DeskRequest) -> HttpResponse:
        """Make one."""
        return self._keep(request, self.form(request.desk, request.POST))

    def edit(self, request: DeskRequest, pk: int) -> HttpResponse:
        """A form with what is there."""
        return self._form(request, self.form(request.desk, instance=self._row(request, pk)))

    def update(self, request: DeskRequest, pk: int) -> HttpResponse:
        """Change one."""
        return self._keep(request, self.form(request.desk, request.POST, instance=self._row(request, pk)))

    def ask(self, request: DeskRequest, pk: int) -> HttpResponse:
        """Say what goes with it before it goes."""
        row = self._row(request, pk)
        return show(
            request, "settings/removal.html", {"register": self, "row": row, "consequences": self.consequences(row)}
        )

    def destroy(self, request: DeskRequest, pk: int) -> HttpResponse:
        """Remove one."""
        row: Any = self._row(request, pk)
        try:
            with transaction.atomic():
                record(self.removed, row, by=request.user, data={"name": str(row)})
                row.delete()
        except (ProtectedError, RestrictedError) as error:
            raise NotPossible(_("“%(name)s” is still in use, so it stays.") % {"name": row}) from error
        return done(request, Toast(_("“%(name)s” is removed.") % {"name": row}), to=reverse(self.route))

    def preview(self, request: DeskRequest) -> HttpResponse:
        """What the form means as it is filled in now; nothing is kept."""
        if self.beside is None:
            raise Http404
        form = self.form(request.desk, request.POST)
        form.full_clean()
        beside = self.beside(request, form)
        return render(request, beside.template, {"beside": beside})

    def _row(self, request: DeskRequest, pk: int) -> Row:
        return one_of(self.rows(Office(request.desk)), pk)

    def _keep(self, request: DeskRequest, form: RowForm[Row]) -> HttpResponse:
        if form.is_valid():
            try:
                row = form.keep()
            except IntegrityError:
                form.add_error(None, _("Somebody made the same one at this moment. Look at the list, then try again."))
            else:
                return done(request, Toast(_("“%(name)s” is saved.") % {"name": row}), to=reverse(self.route))
        return self._form(request, form, 422)

    def _form(self, request: DeskRequest, form: RowForm[Row], status: int = 200) -> HttpResponse:
        row = form.instance if form.instance.pk else None
        title = str(row) if row else format_lazy("{new} {one}", new=_("New"), one=self.words.one)
        context = {"register": self, "form": form, "row": row, "title": title, "list_path": reverse(self.route)}
        if self.beside:
            context |= {"beside": self.beside(request, form), "preview_path": reverse(f"{self.route}_preview")}
        if row:
            context["removal_path"] = reverse(f"{self.route}_removal", args=[row.pk])
        return show(request, "settings/form.html", context, status)


def _plain(value: object) -> object:
    """As JSON keeps it: rows by their names."""
    if isinstance(value, QuerySet | list | tuple | set):
        value = [str(one) for one in value]
    return json.loads(json.dumps(value, default=str))
