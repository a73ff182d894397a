"""The settings of the application that answers this request."""

from flask import Flask, current_app

from workbench.config import Settings

_KEY = "workbench_settings"


def keep_settings(app: Flask, settings: Settings) -> None:
    """Put the settings where `settings` finds them."""
    app.extensions[_KEY] = settings


def settings() -> Settings:
    """Give the settings of this application."""
    found: Settings = current_app.extensions[_KEY]
    return found
