"""The addresses of exports."""

from flask import Blueprint

from workbench.exports import views
from workbench.exports.file_types import FileType
from workbench.exports.layouts import Layout

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

# In quotation marks: a hyphen would end a bare word.
STEMS = ", ".join(f'"{layout.stem}"' for layout in Layout)
TYPES = ", ".join(FileType)
PREPARED = "/<int:project_id>/prepared/<int:job_id>"

blueprint.add_url_rule("/<int:project_id>", "index", views.index)
blueprint.add_url_rule("/<int:project_id>", "choose", views.choose, methods=["POST"])
blueprint.add_url_rule(
    f"/<int:project_id>/<any({STEMS}):stem>.<any({TYPES}):suffix>", "file", views.file
)
blueprint.add_url_rule(PREPARED, "prepared", views.prepared)
blueprint.add_url_rule(f"{PREPARED}.gz", "packed", views.packed)
blueprint.add_url_rule(
    f"{PREPARED}/delete", "delete_prepared", views.delete_prepared, methods=["POST"]
)
