"""The knowledge base of the user's own: the file is there, whole, and of this release."""

from __future__ import annotations

from desk.ops.checks.check import Check
from wiredesk.kb.kb_file import KbFile
from wiredesk.settings import Settings


def knowledge(settings: Settings) -> Check:
    """Check the file of the setting ``kb``, and the files of ``knowledge``.

    Raises:
        KnowledgeBaseUnusable: there is no such file, or it is another kind of file, damaged or of another release.
        ConfigError: a file of ``knowledge`` cannot be read.
    """
    extended = f"{len(settings.knowledge)} files extend the built-in names" if settings.knowledge else ""
    if settings.kb is None:
        return Check("knowledge", "ok", extended or "the built-in names alone")
    base = KbFile(settings.kb)
    line = f"{base.path}: {int(base.info['things']):,} things, edition {base.edition}"
    return Check("knowledge", "ok", f"{line}; {extended}" if extended else line)
