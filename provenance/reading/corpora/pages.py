"""A row of a corpus as a page.

Invariant: a row gives its page, or the reason why it has none, or is passed over and counted;
which of these depends on the row, its place and the options alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from provenance.model import Media, Page, Unreadable
from provenance.reading.corpora.columns import GUESSES, plan, value_of
from provenance.reading.corpora.tables import listed
from provenance.reading.corpora.values import as_date, as_identity, as_text, first_day, is_before
from provenance.reading.decoding import sniff
from provenance.reading.layouts import Layout
from provenance.reading.notes import is_chosen

if TYPE_CHECKING:
    from provenance.reading.corpora.columns import Field, Plan
    from provenance.reading.corpora.names import CorpusName
    from provenance.reading.layouts import ArrowForm, Packing, TableForm
    from provenance.reading.notes import Notes
    from provenance.reading.records import InputFormat, ReadOptions

__all__ = ["LOOK", "NoCorpusError", "Pages", "Row"]

Row = Mapping[str, Any]

# a corpus in which every row has columns of its own is planned for anew now and then
_PLANS = 1000
# a text that begins so is looked at more closely: it may be HTML, or nothing
LOOK = frozenset({"", "<"})
_SCALARS = frozenset({"id", "date"})
_UNUSED_NAMED = 8

# a frozen dataclass is made by setting each field by its name, which takes as long as a tenth of parsing a
# row: here its slots are set; a field that Page has and this does not fails when the module is loaded
_new = object.__new__
(
    _set_id,
    _set_content,
    _set_media,
    _set_location,
    _set_url,
    _set_publisher,
    _set_title,
    _set_published,
    _set_fetch,
) = (vars(Page)[field.name].__set__ for field in fields(Page))


class NoCorpusError(Exception):
    """A file that was found in a folder holds no documents, by its columns."""


class Pages:
    """Makes the pages of one corpus."""

    def __init__(self, name: CorpusName, options: ReadOptions, notes: Notes) -> None:
        """Take what holds for all rows.

        Args:
            name: what to call the corpus.
            options: columns, sample and the like.
            notes: is told the mapping, and what is passed over.
        """
        self.name = name
        self.options = options
        self.notes = notes
        self._unit = "line"
        self._fixed: Plan | None = None
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._since = None if options.since is None else first_day(options.since)
        self.is_choosy = options.sample is not None or options.since is not None
        self._prefers_html = options.html_field is not None
        self._most = options.max_bytes
        self._place = None if name.location is None else f"{name.location}#"
        self.is_told = False
        self._layout: Layout | None = None
        self.is_laid_out = False

    def lay_out(self, packing: Packing, what: InputFormat, form: TableForm | ArrowForm | None = None) -> None:
        """Take how the file is written, which is told with its first document, or with its header.

        Args:
            packing: what it is compressed with.
            what: its format.
            form: what else there is to say of a file of this format.
        """
        self._layout = Layout(self.name.given, what, packing, form)

    def tell_layout(self) -> None:
        """Tell now how the file is written; once."""
        if self._layout is not None and self.options.layout is not None:
            self.options.layout(self._layout)
            self.is_laid_out = True
        self._layout = None

    def settle(self, columns: Plan | None, unit: str = "line") -> None:
        """Take what a header says.

        Args:
            columns: those of every row; ``None`` where each row has its own.
            unit: what the number of a row counts.
        """
        self._fixed = columns
        self._unit = unit
        if columns is not None:
            self._tell(columns, columns.mapping())

    def unreadable(self, number: int, reason: str, hint: str | None = None) -> Unreadable:
        """Say of a row why it cannot be read."""
        return Unreadable(f"{self.name.given}:{self._unit} {number}", reason, hint)

    def page(self, number: int, row: Row, *, clean: bool = False) -> Page | Unreadable | None:
        """The page of a row.

        Args:
            number: its line or place, from 1, which names a row without an id.
            row: the row as parsed, with at least the columns that were settled.
            clean: whether its strings hold neither NUL nor half of a surrogate pair, for sure.

        Returns:
            The page; ``None`` for a row that is passed over; an ``Unreadable`` that names the row
            where no column holds text.
        """
        columns = self._fixed or self._plans.get(tuple(row)) or self._plan(row)
        if columns.order is not None:
            values = list(map(row.get, columns.order))  # type: ignore[arg-type] # no column is named None
        else:
            values = [(_scalar if what in _SCALARS else _string)(row, columns.fields(what)) for what in GUESSES]
        page = self.build(number, values, clean=clean)
        if not self.is_told and isinstance(page, Page):
            self._tell(columns, columns.mapping(row))
        return page

    def build(self, number: int, values: Sequence[Any], *, clean: bool = False) -> Page | Unreadable | None:
        """The page that the values of a row make.

        Args:
            number: as for ``page``.
            values: one for each thing in the order of ``GUESSES``, ``None`` where there is none.
            clean: as for ``page``.

        Returns:
            As ``page``.
        """
        identity: Any
        identity, url, text, html, title, published, publisher = values
        if not (identity.__class__ is str and clean):
            given, identity = identity, as_identity(identity)
            if identity is None and given is not None and given != "":
                self.notes.unnamed(self.name.given)
        if published is not None and not (published.__class__ is str and clean and not published.isdigit()):
            published = as_date(published)
        if self.is_choosy and (why := self._passed_over(identity or str(number), published)) is not None:
            self.notes.passed(why)
            return None
        content: str | None
        if clean and html is None and text.__class__ is str and (first := text[:1]) not in LOOK and not first.isspace():
            content, media = text, Media.TEXT
        else:
            content, media = self._content(text, html, clean=clean)
        if content is None:
            return self._without_text(number)
        if len(content) > self._most:
            return self.unreadable(number, f"row is larger than {self._most:,} bytes")
        identity = identity or f"{self.name.given}:{number}"
        page = _new(Page)
        _set_id(page, identity)
        _set_content(page, content)
        _set_media(page, media)
        _set_location(page, None if self._place is None else self._place + identity)
        _set_url(page, (url.strip() or None) if clean and url.__class__ is str else _short(url))
        _set_publisher(page, (publisher.strip() or None) if clean and publisher.__class__ is str else _short(publisher))
        _set_title(page, (title.strip() or None) if clean and title.__class__ is str else _short(title))
        _set_published(page, (published.strip() or None) if published else None)
        _set_fetch(page, None)
        return page

    def _content(self, text: object, html: object, *, clean: bool) -> tuple[str | None, Media]:
        """The text of a row or its HTML, whichever the user named, else the text before the HTML."""
        if html is not None and (text is None or self._prefers_html):
            content, media = as_text(html), Media.HTML
        elif clean and isinstance(text, str):
            content, media = text, Media.TEXT
        else:
            content, media = as_text(text), Media.TEXT
        if not content or content.isspace():
            return "" if self.options.keep_empty else None, Media.TEXT
        if media is Media.TEXT and ((first := content[0]) == "<" or first.isspace()):
            media = sniff(content)
        return content, media

    def _passed_over(self, identity: str, published: str | None) -> str | None:
        """Why a row is not read; what comes back follows a number."""
        share = self.options.sample
        if share is not None and not is_chosen(share, self.name.within, identity):
            return "outside the sample"
        if self._since is not None:
            earlier = None if published is None else is_before(published, self._since)
            if earlier:
                return f"before {self._since}"
            if earlier is None:
                self.notes.undated()
        return None

    def _without_text(self, number: int) -> Unreadable:
        wanted = ", ".join(filter(None, (self.options.text_field, self.options.html_field)))
        wanted = wanted or ", ".join((*GUESSES["text"][:4], *GUESSES["html"][:2], "…"))
        return self.unreadable(number, "row without text", f"looked for a string in: {wanted}")

    def _plan(self, row: Row) -> Plan:
        if len(self._plans) >= _PLANS:
            self._plans.clear()
        found = plan(tuple(row), self.options)
        if self.name.found and not self._plans and not found.text and not found.html:
            raise NoCorpusError
        self._plans[tuple(row)] = found
        return found

    def _tell(self, columns: Plan, mapping: str | None) -> None:
        """Tell once how the file is written, which columns mean what, and that none is a date where one is needed."""
        self.is_told = True
        self.tell_layout()
        if mapping is not None:
            unused = columns.unused()
            more = f"; not used: {listed(unused, _UNUSED_NAMED)}" if unused else ""
            self.notes.mapping(self.name.given, mapping, more)
        if self._since is not None and not columns.date:
            self.notes.without_dates(self.name.given)


def _string(row: Row, fields: tuple[Field, ...]) -> Any:  # noqa: ANN401 - a string, or bytes that may be text
    """The first of the columns that holds something to see."""
    for field in fields:
        value = row[field] if type(field) is str else value_of(row, field)
        if (value.__class__ is str and value and not value.isspace()) or (value.__class__ is bytes and value):
            return value
    return None


def _scalar(row: Row, fields: tuple[Field, ...]) -> Any:  # noqa: ANN401 - a string, a number, a time
    """The first of the columns that holds one value."""
    for field in fields:
        value = row[field] if type(field) is str else value_of(row, field)
        if not (value is None or value == "" or isinstance(value, (bool, Mapping, list))):
            return value
    return None


def _short(value: object) -> str | None:
    """A value as text without the white space around it."""
    text = None if value is None else as_text(value)
    return None if text is None else text.strip() or None
