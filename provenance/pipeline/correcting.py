"""What a person says of a verdict: checked, written down and honoured at once.

Invariant: what is written was true of the database in the moment of writing (the article is
there, no circle comes about, what the program says by itself is what it says then); every
verdict that it changes is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from provenance.digests import text_digest
from provenance.errors import UsageError
from provenance.model import Correction, CorrectionKind, Origin, ProgramVerdict, Relation
from provenance.pipeline.asking import meant
from provenance.pipeline.speaking import checked_line, named_source
from provenance.pipeline.storing import index_of, put_sources, running, settle
from provenance.settings import TraceSettings, author_name
from provenance.sources import load_registry
from provenance.store.values import now
from provenance.tracing.corrected import judged_sketch
from provenance.tracing.declared import claims_of
from provenance.tracing.houses import house_key
from provenance.tracing.tracer import Tracer

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model import ArticleRef, Verdict
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.store.corrections import StoredCorrection
    from provenance.tracing.library import StoredArticle

__all__ = ["CorrectionReport", "TrueOrigin", "confirm", "correct", "corrections", "withdraw"]


@dataclass(frozen=True, slots=True)
class CorrectionReport:
    """What was written down, the article's verdict now, and how many others were traced anew.

    ``notes`` say what the person may want to know of it.
    """

    article: ArticleRef
    correction: Correction
    verdict: Verdict
    retraced: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrueOrigin:
    """Where a text is from by a person's word; with nothing in it, that this cannot be said.

    ``source`` is a source's id, name or domain, or the name of one that no registry knows.
    ``article`` is the stored article that the text was taken from, by its number, id, URL or
    path; without ``source`` its own verdict says whose it is, else its site. ``relation`` is how
    the text stands to its origin; else the texts are to show it.
    """

    source: str | None = None
    article: str | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """What a person says, before it is known what the program says."""

    kind: CorrectionKind
    origin: Origin | None = None
    relation: Relation | None = None
    notes: tuple[str, ...] = ()


def correct(
    database: Database,
    what: str,
    right: TrueOrigin,
    *,
    reason: str,
    author: str | None = None,
    registry: Registry | None = None,
) -> CorrectionReport:
    """Say whose text a stored article is, against the program.

    Args:
        database: open for writing.
        what: the article's number, id, URL or path.
        right: where it is from.
        reason: how that is known; one line.
        author: who says so; else ``PROVENANCE_AUTHOR``, else the system's user.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: no stored article is meant.
        UsageError: several are, or what is said cannot be.
    """
    known = registry or load_registry()

    def word(article: StoredArticle, _: Tracer) -> _Word:
        named, notes = (None, ()) if right.source is None else named_source(right.source, known)
        text = None if right.article is None else _text(database, what, article.ref, right.article)
        if named is None and text is not None:
            named = _writer_of(database.stored(text.key), known)
        if named is None:
            if right.relation is not None:
                message = f"{what}: a relation to an origin that is unknown"
                raise UsageError(message, "leave the relation out, or name the origin")
            return _Word(CorrectionKind.CORRECTED)
        _refuse_other_original(what, article, named, text, right.relation)
        return _Word(CorrectionKind.CORRECTED, Origin(named.source, named.name, text), right.relation, notes)

    return _say(database, what, checked_line(reason, "reason"), author, known, word)


def confirm(
    database: Database,
    what: str,
    *,
    reason: str | None = None,
    author: str | None = None,
    registry: Registry | None = None,
) -> CorrectionReport:
    """Say that a stored article's verdict is right as it stands; it is kept, whatever is stored later.

    Args:
        database: open for writing.
        what: the article's number, id, URL or path.
        reason: how it is known, where that is worth a line.
        author: who says so; else ``PROVENANCE_AUTHOR``, else the system's user.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: no stored article is meant.
        UsageError: several are.
    """

    def word(article: StoredArticle, tracer: Tracer) -> _Word:
        verdict = tracer.trace(article).verdict
        relation = None if verdict.origin is None or verdict.relation is Relation.UNKNOWN else verdict.relation
        return _Word(CorrectionKind.CONFIRMED, verdict.origin, relation)

    checked = None if reason is None else checked_line(reason, "reason")
    return _say(database, what, checked, author, registry or load_registry(), word)


def withdraw(
    database: Database,
    what: str,
    *,
    reason: str,
    author: str | None = None,
    registry: Registry | None = None,
) -> CorrectionReport:
    """Take back what was said of a stored article last; its verdict is the program's again.

    Args:
        database: open for writing.
        what: the article's number, id, URL or path.
        reason: why; one line.
        author: who says so; else ``PROVENANCE_AUTHOR``, else the system's user.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: no stored article is meant.
        UsageError: several are, or nothing is there to take back.
    """

    def word(article: StoredArticle, _: Tracer) -> _Word:
        if article.correction is None:
            message = f"{what}: nothing was said of its verdict, or that was taken back already"
            raise UsageError(message, "`provenance correct --list` lists what was said")
        return _Word(CorrectionKind.WITHDRAWN)

    return _say(database, what, checked_line(reason, "reason"), author, registry or load_registry(), word)


def corrections(database: Database, what: str | None = None) -> tuple[StoredCorrection, ...]:
    """All that people said of verdicts, the newest first.

    Args:
        database: where it is kept.
        what: where given, of this article alone: its number, id, URL or path.

    Raises:
        NotFoundError: no stored article is meant.
        UsageError: several are.
    """
    if what is None:
        return database.corrections()
    return database.corrections_on(meant(database, what).key)


def _say(
    database: Database,
    what: str,
    reason: str | None,
    author: str | None,
    registry: Registry,
    word: Callable[[StoredArticle, Tracer], _Word],
) -> CorrectionReport:
    """Write down what a person says, and make every verdict anew that it touches."""
    speaker = checked_line(author_name(author), "author")
    with database.transaction():
        ref = meant(database, what)
        put_sources(database, registry)
        index = index_of(database)
        tracer = Tracer(registry, database, index)
        waiting = set(database.pending())
        article = database.stored(ref.key)
        said = word(article, tracer)
        alone = Tracer(registry, database, index, persons=False)
        program = _program(alone.trace(article, heed=False).verdict)
        time, late = _time(database.corrections_on(ref.key))
        correction = Correction(
            said.kind,
            speaker,
            time,
            reason,
            said.origin,
            said.relation,
            program,
            text_digest(article.article.text),
            judged_sketch(article),
        )
        database.add_correction(ref.key, correction)
        database.mark_pending((ref.key, *database.learn_reporters()))
        due = set(database.pending()) - waiting | {ref.key}
    with running(database, "correct") as run:
        retraced = settle(database, registry, index, run.number, only=due) - 1
    settled = database.verdict_of(ref.key)
    verdict = settled.verdict if settled is not None else tracer.trace(database.stored(ref.key)).verdict
    return CorrectionReport(ref, correction, verdict, retraced, (*said.notes, *late, *_lent(said, program)))


def _lent(said: _Word, program: ProgramVerdict) -> tuple[str, ...]:
    """What to say where a person confirms what the program only had from people's words on other articles."""
    if said.kind is not CorrectionKind.CONFIRMED or said.origin is None:
        return ()
    if program.name is not None and house_key(program.source, program.name) == house_key(
        said.origin.source, said.origin.name
    ):
        return ()
    without = "that it cannot be said" if program.name is None else program.name
    note = f"this verdict rests on what people said of other articles: without that the program says {without}"
    return (f"{note}, and it is counted by that",)


def _program(verdict: Verdict) -> ProgramVerdict:
    """What the program says by itself, without anybody's word on this article or on others."""
    origin = verdict.origin
    source, name = (None, None) if origin is None else (origin.source, origin.name)
    return ProgramVerdict(verdict.status, verdict.relation, source, name, verdict.confidence)


def _time(before: tuple[StoredCorrection, ...]) -> tuple[str, tuple[str, ...]]:
    """The time now, or just after what was said last; what to say where that lies ahead of this machine's clock."""
    time = now()
    last = max((each.correction.time for each in before), default="")
    if time > last:
        return time, ()
    after = (datetime.fromisoformat(last) + timedelta(seconds=1)).isoformat(timespec="seconds")
    ahead = datetime.fromisoformat(last) - datetime.fromisoformat(time) > timedelta(minutes=1)
    note = f"the last word on this article is dated {last}, and the clock here says {time}: this one is dated {after}"
    return after, (note,) if ahead else ()


def _text(database: Database, what: str, article: ArticleRef, named: str) -> ArticleRef:
    """The stored article that a person names as the origin.

    Raises:
        NotFoundError: no stored article is meant.
        UsageError: several are, or it is the article itself, or comes from it by somebody's word.
    """
    text = meant(database, named)
    if text.key == article.key:
        message = f"{what}: it cannot be its own origin"
        raise UsageError(message, "for a text of its own site, name that site: --origin SITE --relation original")
    seen, at = [text], text
    while (then := _origin_text(database, at)) is not None and then not in seen:
        if then.key == article.key:
            way = " from ".join(_title(ref) for ref in (*seen, article))
            message = f"{what}: that would be a circle: by what was said before, {way}"
            raise UsageError(message, f"withdraw what is wrong of it: provenance correct {text.key} --withdraw")
        seen.append(then)
        at = then
    return text


def _origin_text(database: Database, article: ArticleRef) -> ArticleRef | None:
    """The text that an article was taken from, by the last word on it."""
    said = database.correction_of([article.key])
    return None if said is None or said.origin is None else said.origin.article


def _title(ref: ArticleRef) -> str:
    return f"{ref.key} ({ref.title or ref.id})"


def _writer_of(text: StoredArticle, registry: Registry) -> Origin:
    """Whose a stored text is by its own page: whom that names as the writer, else whose page it is.

    Not by its verdict, which other articles may change: a person's word stays what it was.

    Raises:
        UsageError: nothing says so.
    """
    claims = claims_of(text, registry, TraceSettings().origin)
    whole = next((claim for claim in claims if claim.whole), None)
    if whole is not None:
        return Origin(whole.source, whole.name)
    name = text.site.name or text.site.domain
    if name is None:
        message = f"{_title(text.ref)}: nothing says whose text it is"
        raise UsageError(message, "name the source too: --origin SOURCE")
    return Origin(text.site.source, name)


def _refuse_other_original(
    what: str, article: StoredArticle, origin: Origin, text: ArticleRef | None, relation: Relation | None
) -> None:
    """Refuse an original that somebody else wrote, or that was taken from another text.

    Raises:
        UsageError: the relation and the origin contradict each other.
    """
    if relation is not Relation.ORIGINAL:
        return
    site = article.site
    if text is not None:
        message = f"{what}: an original is taken from no other text"
        raise UsageError(message, "leave --origin-article out, or give --relation version")
    if site.source is not None and origin.source != site.source:
        message = f"{what}: an original is written by its own site, which is {site.name or site.source}"
        raise UsageError(message, "leave --relation out, or name that site as the origin")
