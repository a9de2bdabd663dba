"""Work behind a page: it ends, is stopped, waits its turn, and its faults become messages."""

import threading

import pytest

from kam import background, imports, intake
from kam.background import Job
from kam.errors import DataError, KamError
from kam.intake import Cancelled, Progress
from kam.store import Store
from kam.words import say
from tests.importing import state, upload


def test_a_job_says_how_far_it_is_and_brings_its_result():
    go, heard = threading.Event(), threading.Event()

    def work(watch):
        watch.say(Progress("storing", "a.csv", 50, 200, 2.0))
        heard.set()
        go.wait(5)
        return "done"

    job = Job(work)
    assert heard.wait(5)
    assert not job.ended
    assert (job.progress.done, job.progress.speed, job.progress.remaining) == (50, 25.0, 6.0)
    go.set()
    assert job.wait(5)
    assert job.result() == "done"


def test_no_speed_is_told_before_it_says_anything():
    assert Progress("storing", "a.csv", 50, 200, 0.01).speed is None
    assert Progress("storing", "a.csv", 50, 200, 0.01).remaining is None


def test_a_cancelled_job_stops_at_its_next_word():
    words = []

    def work(watch):
        while True:
            watch.say(Progress("reading"))
            words.append(1)
            threading.Event().wait(0.01)

    job = Job(work)
    job.cancel()
    assert job.wait(5)
    assert job.stopping
    with pytest.raises(Cancelled):
        job.result()


def test_a_refusal_is_raised_as_it_was():
    def work(watch):
        raise DataError(say("No."), say("Yes."), "E_X")

    job = Job(work)
    assert job.wait(5)
    with pytest.raises(DataError) as caught:
        job.result()
    assert caught.value.code == "E_X"


def test_a_fault_inside_becomes_a_message_without_its_words(caplog):
    def work(watch):
        raise ValueError("/secret/path")

    job = Job(work)
    assert job.wait(5)
    with pytest.raises(KamError) as caught:
        job.result()
    assert "/secret" not in str(caught.value)
    assert "/secret/path" in caplog.text, "the log keeps it"


def test_no_more_than_a_few_run_at_once_and_one_that_waits_can_be_cancelled():
    go, running = threading.Event(), threading.Semaphore(0)

    def work(watch):
        running.release()
        go.wait(5)

    jobs = [Job(work) for _ in range(background.AT_ONCE + 1)]
    for _ in range(background.AT_ONCE):
        assert running.acquire(timeout=5)
    assert not running.acquire(timeout=0.3), "the last one waits for its turn"
    last = Job(work)
    last.cancel()
    assert last.wait(5), "it need not wait for its turn to stop"
    go.set()
    assert all(j.wait(5) for j in jobs)


SALES = "customer id,order no,date,product,amount\n" + "".join(
    f"C{i % 3 + 1},{i},2024-0{i % 9 + 1}-05,P{i % 4},{i + 1}\n" for i in range(30)
)


@pytest.mark.parametrize("words", range(1, 4))
def test_an_import_stopped_while_storing_leaves_nothing(words):
    store, heard = Store.open(None), []
    planned = imports.plan(store, [upload("x.csv", SALES)])
    before, revision = state(store), store.revision

    def tell(told):
        heard.append(told.stage)

    watch = intake.Watch(tell, lambda: len(heard) >= words)
    with pytest.raises(Cancelled):
        imports.carry_out(store, planned, "ada", watch)
    assert state(store) == before
    assert store.revision == revision
    assert imports.history(store).empty
    assert imports.carry_out(store, planned, "ada").changed, "the plan can still be carried out"


def test_a_preview_says_comparing_and_never_storing():
    store, heard = Store.open(None), []
    imports.prepare(store, [upload("x.csv", SALES)], watch=intake.Watch(heard.append))
    stages = [p.stage for p in heard]
    assert stages.index("comparing") < stages.index("settling")
    assert "storing" not in stages
    assert store.revision == 0
