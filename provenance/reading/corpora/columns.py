"""Which column of a corpus means what: as the user named it, or by the usual names.

Invariant: a guess depends on the names of the columns alone, in the order of preference that is
written here and never in the order of the columns; letter case, spaces and hyphens do not count. A
name in another language is taken where no English one is there, and no other that means the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from provenance.reading.corpora.foreign import FOREIGN, without_accents

if TYPE_CHECKING:
    from provenance.reading.records import ReadOptions

__all__ = ["GUESSES", "Field", "Plan", "folded", "missing", "plan", "value_of"]

# a column, or the way into an object
Field = str | tuple[str, ...]

# the names in well-known corpora of news: CC-News and news-please (maintext, date_publish, source_domain), RealNews
# (publish_date, domain), mC4 and FineWeb (text, url, timestamp), All the News (content or article, publication), NELA
# (published, source), XSum (document), CNN/DailyMail (article), Signal-1M and the Washington Post collection
# (contents, article_url, published_date), RedPajama (raw_content), NewsAPI and the Guardian (publishedAt,
# webPublicationDate), GDELT (DocumentIdentifier, SourceCommonName, SOURCEURL), trafilatura (raw_text, sitename)
GUESSES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id", "_id", "doc_id", "docid", "document_id", "article_id", "articleid", "news_id", "story_id", "uuid", "guid",
        "uid", "record_id", "warc_record_id", "globaleventid", "gkgrecordid", "identifier", "key",
    ),
    "url": (
        "url", "link", "article_url", "articleurl", "source_url", "sourceurl", "web_url", "weburl", "page_url",
        "news_url", "uri", "target_uri", "warc_target_uri", "documentidentifier", "canonical_url", "permalink", "href",
        "url_used",
    ),
    "text": (
        "text", "body", "content", "article", "document", "maintext", "main_text", "full_text", "fulltext",
        "article_text", "articletext", "article_body", "articlebody", "article_content", "body_text", "bodytext",
        "news_text", "news_content", "text_content", "content_text", "page_content", "contents", "clean_text",
        "cleaned_text", "plain_text", "raw_content", "raw_text", "story", "news",
    ),
    "html": (
        "html", "raw_html", "rawhtml", "page_html", "article_html", "body_html", "content_html", "html_content",
        "html_body", "source_html",
    ),
    "title": (
        "title", "headline", "article_title", "news_title", "page_title", "webtitle", "head_line", "heading",
    ),
    "date": (
        "date", "published", "publish_date", "timestamp", "date_publish", "date_published", "datepublished",
        "published_at", "publishedat", "published_date", "publication_date", "publishdate", "publicationdate",
        "pub_date", "pubdate", "webpublicationdate", "first_publication_date", "published_time", "published_utc",
        "datetime", "date_time", "created_at", "created", "seendate", "sqldate", "dateadded", "v2.1date",
    ),
    "publisher": (
        "publisher", "publication", "source_name", "sourcename", "sourcecommonname", "outlet", "newspaper", "sitename",
        "site_name", "source", "site", "domain", "source_domain", "hostname", "source_hostname", "publication_name",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of a row that may hold something, the preferred first; empty where none does.

    ``order`` has the column for each thing in the order of ``GUESSES``, where there is no more to
    a row than that; it is ``None`` where values or paths must be looked into. ``names`` are all
    columns that there are.
    """

    id: tuple[Field, ...]
    url: tuple[Field, ...]
    text: tuple[Field, ...]
    html: tuple[Field, ...]
    title: tuple[Field, ...]
    date: tuple[Field, ...]
    publisher: tuple[Field, ...]
    named: frozenset[str]
    order: tuple[str | None, ...] | None
    names: tuple[str, ...] = field(default=(), compare=False)

    def fields(self, what: str) -> tuple[Field, ...]:
        """The columns for one thing, by its name in ``GUESSES``."""
        found: tuple[Field, ...] = getattr(self, what)
        return found

    def first_only(self) -> Plan:
        """The same with one column for each thing, as for a table whose header is known."""
        return _plan({what: self.fields(what)[:1] for what in GUESSES}, self.named, self.names)

    def wanted(self) -> list[str]:
        """All columns that are read, a path in dotted form, in a fixed order and each once."""
        return list(dict.fromkeys(_dotted(field) for what in GUESSES for field in self.fields(what)))

    def tops(self) -> list[str]:
        """The columns that these stand in, each once."""
        tops = (field if isinstance(field, str) else field[0] for what in GUESSES for field in self.fields(what))
        return list(dict.fromkeys(tops))

    def unused(self) -> tuple[str, ...]:
        """The columns that mean nothing to the program, in the order of the file."""
        used = set(self.tops())
        return tuple(name for name in self.names if name not in used)

    def mapping(self, row: Mapping[str, Any] | None = None) -> str | None:
        """What means what, in a line for people; ``None`` where nothing was guessed.

        Args:
            row: where given, only columns that it has a value in are told.
        """
        named: list[str] = []
        guessed: list[str] = []
        for what in ("text", "html", "id", "url", "date", "title", "publisher"):
            fields = [field for field in self.fields(what) if row is None or value_of(row, field) not in (None, "")]
            if fields and (what != "html" or not (named or guessed) or what in self.named):
                (named if what in self.named else guessed).append(f"{what} = {_dotted(fields[0])}")
        if not guessed:
            return None
        before = f"{', '.join(named)} (named); " if named else ""
        return f"{before}{', '.join(guessed)} (guessed)"


def plan(names: Sequence[str], options: ReadOptions, only: Mapping[str, Sequence[str]] | None = None) -> Plan:
    """Find out which of a row's columns mean what.

    Args:
        names: the columns that there are.
        options: the columns that the user named; one with a dot that is no column itself is a path.
        only: for ``text`` and others, the columns that can hold it, where the types are known.

    Returns:
        For each thing its columns in order of preference; a named one that is not there is left out.
    """
    usual: dict[str, str] = {}
    for name in names:
        usual.setdefault(folded(name), name)
    foreign = _foreign(usual)
    there, found, named = set(names), {}, set()
    for what, guesses in GUESSES.items():
        wanted: str | None = getattr(options, f"{what}_field")
        if wanted is not None:
            named.add(what)
            found[what] = _named(wanted, there)
            continue
        allowed = None if only is None else only.get(what)
        columns = [usual[guess] for guess in guesses if guess in usual] or foreign.get(what, [])
        found[what] = tuple(name for name in columns if allowed is None or name in allowed)
    return _plan(found, frozenset(named), tuple(names))


def _foreign(usual: Mapping[str, str]) -> dict[str, list[str]]:
    """For each thing the one column that is named so in another language; none where several are."""
    found: dict[str, list[str]] = {}
    for folded_name, name in usual.items():
        what = FOREIGN.get(without_accents(folded_name))
        if what is not None:
            found.setdefault(what, []).append(name)
    return {what: columns for what, columns in found.items() if len(columns) == 1}


def _plan(found: Mapping[str, tuple[Field, ...]], named: frozenset[str], names: tuple[str, ...]) -> Plan:
    chosen = [found[what] for what in GUESSES]
    simple = not (found["text"] and found["html"]) and all(not each[1:] and not _is_path(each[:1]) for each in chosen)
    order = tuple(_dotted(each[0]) if each else None for each in chosen) if simple else None
    return Plan(**found, named=named, order=order, names=names)


def _is_path(fields: tuple[Field, ...]) -> bool:
    return any(isinstance(field, tuple) for field in fields)


def missing(names: Sequence[str], options: ReadOptions) -> list[str]:
    """The columns that the user named and that are not there; of a path, its first part counts."""
    there = set(names)
    wanted = (getattr(options, f"{what}_field") for what in GUESSES)
    return [field for field in wanted if field is not None and not _named(field, there)]


def _named(wanted: str, there: set[str]) -> tuple[Field, ...]:
    if wanted in there:
        return (wanted,)
    path = tuple(wanted.split("."))
    return (path,) if len(path) > 1 and path[0] in there else ()


def value_of(row: Mapping[str, Any], field: Field) -> Any:  # noqa: ANN401 - a corpus holds anything
    """The value of a column, or at the end of a path; ``None`` where the path breaks off."""
    if isinstance(field, str):
        return row.get(field)
    value: Any = row
    for step in field:
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def _dotted(field: Field) -> str:
    return field if isinstance(field, str) else ".".join(field)


def folded(name: str) -> str:
    """A column's name without what does not count in it."""
    return name.strip().lower().replace(" ", "_").replace("-", "_")
