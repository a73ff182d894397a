"""The addresses of projects."""

from flask import Blueprint

blueprint = Blueprint("projects", __name__, url_prefix="/projects")
