"""Hide who published an article from annotators, where the study's design hides it."""

from dataclasses import replace

from sqlalchemy import select

from workbench.articles.models import Article, Paragraph
from workbench.articles.reading_queries import ArticleListing, ArticlePage, ReadingParagraph
from workbench.articles.told_sources import source_of_each
from workbench.database import db
from workbench.scoring.loaded_words import LoadedWord
from workbench.text.masking import masked_text
from workbench.text.segments import Segment
from workbench.text.self_mentions import Source, source_of
from workbench.web.pagination import Page


def hide_in_page(article: ArticlePage) -> ArticlePage:
    """Put masks over the source of an article in its headline and its paragraphs."""
    facts = article.facts
    texts = [facts.headline, *(_text(paragraph) for paragraph in article.paragraphs)]
    source = source_of(facts.outlet, facts.byline, facts.url, texts)
    paragraphs = tuple(
        replace(paragraph, segments=(_hidden(paragraph, source),), prescore=None)
        for paragraph in article.paragraphs
    )
    headline = masked_text(facts.headline, source).text
    return replace(article, facts=replace(facts, headline=headline), paragraphs=paragraphs)


def hide_in_listing(page: Page[ArticleListing]) -> Page[ArticleListing]:
    """Put masks over the sources of listed articles in their headlines."""
    sources = source_of_each(
        db.session.execute(
            select(
                Article.id.label("article_id"),
                Article.headline,
                Article.outlet,
                Article.byline,
                Article.url,
                Paragraph.text,
            )
            .join(Paragraph, Paragraph.article_id == Article.id)
            .where(Article.id.in_([row.id for row in page.rows]))
        )
    )
    rows = [
        replace(row, headline=masked_text(row.headline, sources[row.id]).text) for row in page.rows
    ]
    return replace(page, rows=rows)


def _hidden(paragraph: ReadingParagraph, source: Source) -> Segment[LoadedWord]:
    return Segment(masked_text(_text(paragraph), source).text, None)


def _text(paragraph: ReadingParagraph) -> str:
    return "".join(segment.text for segment in paragraph.segments)
