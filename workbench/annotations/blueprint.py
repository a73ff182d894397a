"""The addresses of annotations."""

from flask import Blueprint

blueprint = Blueprint("annotations", __name__, url_prefix="/annotations")
