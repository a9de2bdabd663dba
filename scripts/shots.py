"""A picture of every page: two languages, light and dark, at 1366 × 768, into shots/.

``python -m scripts.shots [PAGE ...] [--files FOLDER] [--lang LANG] [--theme light|dark] [--full]``; without
FOLDER the sample company is shown.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from kam import imports, intake, periods
from kam.store import Store
from kam.ui.menu import ENTRIES
from kam.words import LANGUAGES
from scripts.server import ROOT, browser, dashboard, settled

SIZE = {"width": 1366, "height": 768}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=[], metavar="PAGE")
    parser.add_argument("--files", type=Path, help="a folder of files to import and show instead")
    parser.add_argument("--lang", choices=list(LANGUAGES), help="one language only")
    parser.add_argument("--theme", choices=["light", "dark"], help="one theme only")
    parser.add_argument(
        "--full", action="store_true", help="the whole page, not only one screenful"
    )
    options = parser.parse_args()
    target = ROOT / "shots"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "shots.duckdb"
        if options.files:
            _import(options.files, database)
        with dashboard(database) as address, browser() as chrome:
            for theme in [options.theme] if options.theme else ["light", "dark"]:
                context = chrome.new_context(viewport=SIZE, color_scheme=theme)
                page = context.new_page()
                for lang in [options.lang] if options.lang else LANGUAGES:
                    for stem in options.pages or ENTRIES:
                        sample = "" if options.files else "&sample=true"
                        page.goto(f"{address}/{stem}?lang={lang}{sample}")
                        settled(page)
                        page.wait_for_timeout(1500)  # charts fade in
                        if options.full:
                            height = page.evaluate(
                                "document.querySelector('[data-testid=stMain]').scrollHeight"
                            )
                            page.set_viewport_size({**SIZE, "height": max(768, int(height))})
                            page.wait_for_timeout(800)
                        page.screenshot(path=target / f"{stem}_{lang}_{theme}.png")
                        page.set_viewport_size(SIZE)
                context.close()


def _import(folder: Path, database: Path) -> None:
    uploads = [intake.Upload(p.name, p) for p in sorted(folder.iterdir()) if p.is_file()]
    store = Store.open(database)
    imports.carry_out(store, intake.plan(uploads, periods.now().date()), "shots")
    store.close()


if __name__ == "__main__":
    main()
