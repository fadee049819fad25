"""What of Datasette is mended while it serves a database of this program."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from provenance.browse.mending import mend

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")


@dataclass
class Asked:
    """A database of Datasette's that keeps what it is asked."""

    count_limit: int = 10_000
    said: list[str] = field(default_factory=list)

    async def execute(self, sql: str, *_: Any, **__: Any) -> str:
        self.said.append(sql)
        return "answer"


@dataclass
class Context:
    db: Any
    from_sql: str


class CountExtra:
    """Counts as the alphas of Datasette 1.0 do."""

    async def resolve(self, context: Any) -> Any:
        sql = f"select count(*) from (select * {context.from_sql} limit {context.db.count_limit + 1})"
        return await context.db.execute(sql)


def test_rows_are_counted_without_their_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("datasette.views.table_extras")
    counting = type("CountExtra", (CountExtra,), {})
    module.CountExtra = counting  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    mend()
    mended = counting.resolve
    mend()
    assert counting.resolve is mended
    database = Asked()
    assert asyncio.run(counting().resolve(Context(database, "from origins "))) == "answer"
    assert database.said == ["select count(*) from (select 1 from origins  limit 10001)"]
    database.said.clear()
    assert asyncio.run(counting().resolve(Context(database, "where 1"))) == "answer"
    assert database.said == ["select count(*) from (select * where 1 limit 10001)"], "what is not known is left alone"


def test_what_is_not_there_is_not_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasette.views.table_extras", ModuleType("datasette.views.table_extras"))
    mend()
