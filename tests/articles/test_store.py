"""An article is stored once, whole, with exact offsets and suggestions in English only."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import func, select

from tests.articles.texts import NEWS, a_lexicon
from tests.conftest import Cast
from workbench.articles.models import Article, Paragraph
from workbench.articles.operations import store_article
from workbench.articles.queries import paragraph_view
from workbench.database import db
from workbench.text.articles import ArticleText

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)


def stored(project_id: int, article: ArticleText = NEWS) -> Article | None:
    return store_article(project_id, article, at=AT, lexicon=a_lexicon())


def test_paragraphs_are_cut_out_of_the_body(app: Flask, cast: Cast) -> None:
    with app.app_context():
        article = stored(cast.project)
        assert article is not None
        db.session.commit()
        assert [p.position for p in article.paragraphs] == [0, 1, 2]
        for paragraph in article.paragraphs:
            assert article.body[paragraph.start : paragraph.end] == paragraph.text


def test_the_same_article_is_stored_once(app: Flask, cast: Cast) -> None:
    with app.app_context():
        first = stored(cast.project)
        again = stored(cast.project, replace(NEWS, headline="Another headline"))
        elsewhere = stored(cast.other_project)
        db.session.commit()
        assert first is not None
        assert again is None
        assert elsewhere is not None
        assert db.session.scalar(select(func.count(Article.id))) == 2
        assert db.session.scalar(select(func.count(Paragraph.id))) == 6


def test_a_duplicate_leaves_the_transaction_usable(app: Flask, cast: Cast) -> None:
    with app.app_context():
        stored(cast.project)
        stored(cast.project)
        assert stored(cast.project, replace(NEWS, body="Another story.")) is not None
        db.session.commit()
        assert db.session.scalar(select(func.count(Article.id))) == 2


def test_view_shows_a_paragraph_with_its_neighbours_and_loaded_words(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        article = stored(cast.project)
        assert article is not None
        db.session.commit()
        middle = article.paragraphs[1].id
        view = paragraph_view(cast.project, middle)
        assert view is not None
        assert (view.position, view.paragraphs) == (1, 3)
        assert view.previous is not None
        assert view.previous.position == 0
        assert view.next is not None
        assert view.next.position == 2
        assert view.article.headline == NEWS.headline
        assert view.prescore is not None
        assert view.reason_without_prescore == ""
        (word,) = view.prescore.loaded_words
        assert (word.term, view.text[word.start : word.end]) == ("hero", "heroes")


def test_first_and_last_paragraph_have_one_neighbour(app: Flask, cast: Cast) -> None:
    with app.app_context():
        article = stored(cast.project)
        assert article is not None
        db.session.commit()
        first = paragraph_view(cast.project, article.paragraphs[0].id)
        last = paragraph_view(cast.project, article.paragraphs[2].id)
        assert first is not None
        assert first.previous is None
        assert last is not None
        assert last.next is None


def test_a_paragraph_of_another_project_is_not_found(app: Flask, cast: Cast) -> None:
    with app.app_context():
        article = stored(cast.project)
        assert article is not None
        db.session.commit()
        assert paragraph_view(cast.other_project, article.paragraphs[0].id) is None
        assert paragraph_view(cast.project, 999_999) is None


def test_another_language_is_stored_without_suggestions_and_says_why(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        german = stored(cast.project, replace(NEWS, body="Die Brücke ist zu.", language="de"))
        unknown = stored(cast.project, replace(NEWS, body="1 2 3 4", language=""))
        assert german is not None
        assert unknown is not None
        db.session.commit()
        view = paragraph_view(cast.project, german.paragraphs[0].id)
        assert view is not None
        assert view.prescore is None
        assert view.reason_without_prescore == (
            "This article is in German; suggestions are made for English only."
        )
        view = paragraph_view(cast.project, unknown.paragraphs[0].id)
        assert view is not None
        assert view.prescore is None
        assert "not recognised" in view.reason_without_prescore


def test_a_paragraph_in_other_letters_has_no_suggestions_in_an_english_article(
    app: Flask, cast: Cast
) -> None:
    body = "The ferry sails.\n\nقال المتحدث إن الإدارة ستدرس التقرير.\n\nהספרייה תיסגר.\n\n1 2 3"
    with app.app_context():
        article = stored(cast.project, replace(NEWS, body=body))
        assert article is not None
        db.session.commit()
        english, arabic, hebrew, digits = (
            paragraph_view(cast.project, paragraph.id) for paragraph in article.paragraphs
        )
        assert english is not None
        assert english.prescore is not None
        assert digits is not None
        assert digits.prescore is not None
        for view in (arabic, hebrew):
            assert view is not None
            assert view.prescore is None
            assert view.reason_without_prescore == (
                "This paragraph is not in English; suggestions are made for English only."
            )
