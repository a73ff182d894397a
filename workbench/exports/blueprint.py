"""The addresses of exports."""

from flask import Blueprint

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
