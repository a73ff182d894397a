"""The addresses of articles."""

from flask import Blueprint

blueprint = Blueprint("articles", __name__, url_prefix="/articles")
