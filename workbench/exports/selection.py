"""What is asked for: which file, of which project, as of when, and which stretch of it."""

from dataclasses import dataclass, replace

from workbench.exports.file_types import FileType
from workbench.exports.layouts import Layout
from workbench.web.downloads import file_name

# A place in the order of a file: the id of an article and the position of a paragraph in it.
Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Say which rows were there when a file was asked for: those with ids up to these.

    Annotations and what is expected are only ever added, and paragraphs never changed, so that
    the state of a moment can be read later. Without `gold_revision_id`, in jobs of an older
    version, what is expected when the file is written stands in it.
    """

    annotation_id: int
    paragraph_id: int
    gold_revision_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Say what of a project leaves.

    Without a `cut` it is what there is when it is read. `after` and `until` bound a stretch of
    the file: the paragraphs behind the one place, up to and with the other.
    """

    project_id: int
    layout: Layout
    file_type: FileType = FileType.CSV
    identities: bool = False
    all_revisions: bool = False
    training: bool = False
    cut: Cut | None = None
    after: Place | None = None
    until: Place | None = None

    @property
    def file(self) -> str:
        """Give the last part of the file's name, which says what was asked for beyond the usual.

        A file with names lies beside one without, and must not be taken for it.

        >>> wanted = Selection(project_id=1, layout=Layout.LABELS, identities=True)
        >>> wanted.file
        'labels-with-names.csv'
        """
        asked = ""
        if self.layout is not Layout.PARAGRAPHS:
            asked = "-all-revisions" * self.all_revisions + "-with-training" * self.training
            asked += "-with-names" * self.identities
        return f"{self.layout.stem}{asked}.{self.file_type}"

    def file_name(self, project: str, *, is_demonstration: bool) -> str:
        """Give the whole name of the file."""
        return file_name(project, self.file, is_demonstration=is_demonstration)

    def stretch(self, after: Place | None, until: Place | None) -> "Selection":
        """Select a stretch of the same file."""
        return replace(self, after=after, until=until)
