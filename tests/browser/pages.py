"""Where people go in the demonstration."""

from playwright.sync_api import Page

from tests.browser.served import Served

# Every page there is, and one that is not.
EVERY_PAGE = [
    "/projects/",
    "/projects/new",
    "/projects/1",
    "/projects/1/members",
    "/projects/1/guidelines",
    "/projects/1/settings",
    "/codebooks/1",
    "/projects/1/design",
    "/articles/1",
    "/articles/1/article/1",
    "/articles/1/import",
    "/samples/1",
    "/samples/1/new",
    "/annotations/1",
    "/annotations/1/next",
    "/reports/1/progress",
    "/reports/1/agreement",
    "/reports/1/contested",
    "/influence/1/anchoring",
    "/influence/1/groups",
    "/profiles/",
    "/profiles/1",
    "/profiles/1/questions",
    "/adjudication/1",
    "/adjudication/1/next",
    "/gold/1",
    "/gold/1/paragraph/1",
    "/gold/1/accuracy",
    "/lexicons/1",
    "/lexicons/1/term",
    "/lexicons/1/upload",
    "/lexicons/1/draft",
    "/lexicons/1/versions",
    "/lexicons/1/report",
    "/models/1",
    "/models/1/kept",
    "/exports/1",
    "/jobs/1",
    "/accounts/",
    "/accounts/profile",
    "/nowhere",
]


# One of each kind.
KINDS_OF_PAGES = [
    "/projects/",
    "/projects/1",
    "/projects/1/members",
    "/projects/1/settings",
    "/codebooks/1",
    "/articles/1",
    "/articles/1/article/1",
    "/articles/1/import",
    "/annotations/1",
    "/annotations/1/next",
    "/reports/1/agreement",
    "/adjudication/1/next",
    "/exports/1",
]


def visit(page: Page, served: Served, address: str) -> None:
    """Open a page and let it settle."""
    page.goto(served.address + address)
    page.wait_for_load_state("networkidle")
