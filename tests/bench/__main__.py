"""Run every benchmark: ``python -m tests.bench [NAME ...]``."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.bench import accounts, engine, imports, ranking, screen

BENCHES: dict[str, Callable[[], tuple[float, float, str]]] = {
    bench.__name__: bench
    for bench in (
        engine.bench_all_measures_against_one_sum,
        engine.bench_new_weights_against_measuring_anew,
        imports.bench_import_against_a_bare_read,
        imports.bench_parquet_import_against_csv_import,
        accounts.bench_duplicates_against_taking_names_apart,
        ranking.bench_explaining_a_ranking_against_a_plain_loop_over_the_same_draws,
        screen.bench_first_paint_against_an_empty_app,
        screen.bench_answer_of_the_slowest_page_against_an_empty_page,
    )
}


def main(names: list[str]) -> int:
    """Print a line per benchmark: the ratio of medians, and what was compared."""
    unknown = set(names) - set(BENCHES)
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}. Known: {', '.join(BENCHES)}")
        return 2
    for name in names or BENCHES:
        ours, rival, words = BENCHES[name]()
        print(
            f"{name}: {ours / rival:.2f}x  ({ours:.3f} s against {rival:.3f} s; {words})",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
