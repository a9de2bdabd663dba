"""Reading and steering the app's screen in tests."""

from streamlit.testing.v1 import AppTest

# The smallest sales file worth showing.
TINY = b"""Customer,Date,Amount
Hengtai,2024-01-05,100
Hengtai,2024-02-05,300
Nordhaus,2024-01-20,250
Lvyuan,2024-02-11,50
"""


def to(opened: AppTest, page: str) -> AppTest:
    """The app on another page."""
    return opened.switch_page(f"pages/{page}.py").run()


def words(opened: AppTest) -> str:
    """All prose on the screen."""
    kinds = (opened.title, opened.markdown, opened.caption, opened.error, opened.warning,
             opened.info, opened.success)  # fmt: skip
    prose = [str(e.value) for kind in kinds for e in kind]
    figures = [f"{m.label} {m.value} {m.delta}" for m in opened.metric]
    return "\n".join(prose + figures).replace("\\", "")
