"""Creates a new database in one step.

Nobody can see the database before it is complete, so no rollback is needed and no page is written
twice. It appears complete and on disk, or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.store.sqlite.engine_errors import telling
from service.store.sqlite.file import give_name
from service.store.sqlite.paths import PREFIX, followed, path_of
from service.store.sqlite.unfinished import unfinished

log = logging.getLogger("dateline")


@contextmanager
def made_aside(url: str, keep: bool = True) -> Iterator[str]:
    """The URL of an empty database, to be opened with ``Use.UNSEEN`` and closed within the block.
    After the block the database is at ``url``, unless something failed or ``keep`` is false.

    Files that remain of a former database of that name are set aside. Raises ``Conflict`` if
    another is being created, or exists by then.
    """
    target = followed(Path(path_of(url)))
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target, "unfinished", "another import is making this database") as fresh:
        with telling(fresh):
            yield f"{PREFIX}{fresh}"
        if keep:
            aside = give_name(fresh, target)
            if aside is not None:
                log.warning("files of a database that is gone are now %s-…", aside.name)
