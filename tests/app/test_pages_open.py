"""Every page opens in both languages: with nothing on file, with four lines, with a whole company."""

import pytest

from kam.ui.menu import ENTRIES
from kam.words import LANGUAGES, translate
from tests.app.screen import TINY, to, words

STORES = {"empty": None, "tiny": TINY, "sample": None}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("facts", STORES)
def test_every_page_opens(app, filled, lang, facts):
    query = {"lang": LANGUAGES[lang]} | ({"sample": "true"} if facts == "sample" else {})
    opened = app(filled(STORES[facts]), **query)
    for stem, entry in ENTRIES.items():
        to(opened, stem)
        assert not opened.exception, f"{stem}: {opened.exception}"
        assert not opened.error, f"{stem}: {[e.value for e in opened.error]}"
        assert [t.value for t in opened.title] == [translate(entry.question, lang)], stem
        prose = words(opened)
        assert "{" not in prose, f"{stem} shows a placeholder: {prose}"
        assert not {"nan", "NaT"} & set(prose.split()), f"{stem}: {prose}"
        assert "None" not in [m.value for m in opened.metric]
        if facts == "empty" and not entry.works_empty:
            labels = [b.label for b in opened.button]
            assert translate("Load the sample company", lang) in labels
        elif facts == "sample":
            assert translate("Sample company", lang) in prose


def test_an_unknown_account_in_a_link_shows_the_first_one(app, filled):
    opened = app(filled(TINY), "account", account="nobody")
    assert not opened.exception
    assert "Hengtai" in words(opened)


def test_text_of_a_customer_is_never_markdown(app, filled):
    hostile = b"Customer,Date,Amount\n![x](http://evil.example/a.png),2024-01-05,100\n"
    for page in ("overview", "account", "pareto", "scoring"):
        opened = app(filled(hostile), page)
        assert not opened.exception
        shown = [str(e.value) for e in (*opened.markdown, *opened.caption)]
        shown += [m.delta for m in opened.metric]
        assert not any("![x](" in text or "http://" in text for text in shown), page
