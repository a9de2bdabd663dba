"""Work behind a page, shown: a bar with rows, speed and time left, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st

from kam.background import Job
from kam.intake.progress import STAGES, Progress, Watch
from kam.ui import state
from kam.ui.view import View
from kam.units import Number
from kam.words import N_, Sentence, say

PATIENCE = 1.5  # seconds a page waits for an end before it shows a bar
EVERY = 0.5  # seconds between two looks while something runs


def begin(name: str, work: Callable[[Watch], Any], key: Hashable = None) -> Job[Any]:
    """Start work of a name; what went on under that name in this session is stopped."""
    stop(name)
    job: Job[Any] = Job(work)
    state.put(_memory(name), (key, job))
    job.wait(PATIENCE)
    return job


def asked(name: str, key: Hashable, work: Callable[[Watch], Any]) -> Job[Any]:
    """The work of a name that answers a question; started where the question is a new one."""
    kept = state.get(_memory(name))
    return kept[1] if kept is not None and kept[0] == key else begin(name, work, key)


def running(name: str) -> Job[Any] | None:
    """The work of a name, running or ended; None where there is none."""
    kept = state.get(_memory(name))
    return None if kept is None else kept[1]


def stop(name: str) -> None:
    """Stop the work of a name, if any, and forget it."""
    kept = state.take(_memory(name))
    if kept is not None:
        kept[1].cancel()


def ended(view: View, job: Job[Any], doing: str) -> bool:
    """Whether work has ended; if not, its progress is drawn and looked at again by itself.

    Parameters
    ----------
    doing : what is going on, a message, said while there is no word of progress yet
    """
    if job.ended:
        return True
    st.fragment(_watch, run_every=EVERY)(view, job, doing)
    return False


def _watch(view: View, job: Job[Any], doing: str) -> None:
    if job.ended:
        st.rerun()
    told = job.progress
    share = told.done / told.total if told is not None and told.total else 0.0
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(min(share, 1.0), text=view.text(_told(told, doing, job.stopping)))
        st.button(
            view.label(N_("Cancel")),
            key="cancel_work",
            disabled=job.stopping,
            icon=":material/close:",
            on_click=job.cancel,
        )


def _told(told: Progress | None, doing: str, stopping: bool) -> Sentence:
    if stopping:
        return say("Stopping; nothing of it will be kept.")
    if told is None:
        return say(doing)
    stage = say(STAGES[told.stage])
    if told.total is None or told.speed is None:
        seconds = Number(told.seconds)
        if told.seconds < 1:
            return say("{stage}: {file} …", stage=stage, file=told.file) if told.file else stage
        if not told.file:
            return say("{stage} … {seconds} s", stage=stage, seconds=seconds)
        return say(
            "{stage}: {file} … {seconds} s", stage=stage, file=told.file, seconds=seconds
        )  # fmt: skip
    return say(
        "{stage}: {file}, {done} of {total} rows, {speed} rows a second, {left} s left",
        stage=stage, file=told.file, done=Number(told.done), total=Number(told.total),
        speed=Number(told.speed), left=Number(told.remaining),
    )  # fmt: skip


def _memory(name: str) -> str:
    return f"_job_{name}"
