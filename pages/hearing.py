"""One account's hearing: what speaks for it, what against, and what would change the verdict."""

from kam.ui import data, filters, judging, show
from kam.ui.frame import begin
from kam.words import say

view = begin()
found = data.segments(view.portfolio)
account = filters.account(view.lang, view.portfolio)
if account is None or account not in found.evidence:
    show.nothing(view, say("This account bought nothing in the last twelve months."))
else:
    judging.hearing(view, found, account)
    if found.profit_known:
        judging.pocket_of(
            view, view.portfolio.whale(), account, view.portfolio.account_name(account)
        )
show.next_steps(view, ("segments", "account", "dependence"))
