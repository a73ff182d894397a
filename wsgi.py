"""What gunicorn loads."""

from workbench.app import create_app

app = create_app()
