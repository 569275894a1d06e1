"""Each job is done by one worker, and by another where the first does not come back."""

import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from tests.desk.conftest import NOW

from tocsin.desk.store.jobs import LAPSES, Job
from tocsin.desk.store.store import Store
from tocsin.errors import LeaseLost


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def lease(store: Store, after_s: float = 0, owner: str = "one", kind: str = "article") -> Job:
    job = store.lease([kind], owner, 60, NOW + seconds(after_s))
    assert job is not None
    return job


def test_a_job_is_put_there_once(store: Store) -> None:
    assert store.enqueue("article", "k", {"n": 1}, NOW)
    assert not store.enqueue("article", "k", {"n": 2}, NOW)
    assert store.enqueue("poll", "k", {"n": 3}, NOW)
    assert [job.payload for job in store.jobs("waiting")] == [{"n": 1}, {"n": 3}]


def test_a_job_that_is_done_waits_again_only_when_asked_to(store: Store) -> None:
    store.enqueue("article", "k", {"n": 1}, NOW)
    assert not store.enqueue("article", "k", {"n": 2}, NOW, again=True), "it has not been done yet"
    store.done(lease(store), at=NOW)
    assert not store.enqueue("article", "k", {"n": 2}, NOW)
    assert store.enqueue("article", "k", {"n": 2}, NOW, again=True)
    assert lease(store).payload == {"n": 2}


def test_nothing_is_leased_before_its_time_and_the_longest_due_first(store: Store) -> None:
    store.enqueue("article", "late", {}, NOW + seconds(20))
    store.enqueue("article", "early", {}, NOW + seconds(10))
    store.enqueue("code", "other", {}, NOW)
    assert store.lease(["article"], "one", 60, NOW) is None
    assert lease(store, 30).key == "early"
    assert lease(store, 30).key == "late"
    assert store.lease(["article"], "one", 60, NOW + seconds(30)) is None
    assert store.lease(["article", "code"], "one", 60, NOW).key == "other"  # type: ignore[union-attr]


def test_a_lease_that_ran_out_passes_to_another_worker_and_the_first_is_told(store: Store) -> None:
    store.enqueue("article", "k", {}, NOW)
    first = lease(store)
    assert store.lease(["article"], "two", 60, NOW + seconds(59)) is None
    second = lease(store, 60, "two")
    assert second.attempts == 2
    for act in (
        lambda: store.done(first, at=NOW),
        lambda: store.fail(first, "late", None, at=NOW),
        lambda: store.renew(first, 60, NOW),
    ):
        with pytest.raises(LeaseLost, match="leased to two"):
            act()
    store.done(second, at=NOW)
    assert store.job("article", "k").state == "done"  # type: ignore[union-attr]


def test_a_worker_may_finish_late_while_nobody_else_has_begun(store: Store) -> None:
    store.enqueue("article", "k", {}, NOW)
    store.done(lease(store), at=NOW + seconds(600))
    assert store.job_counts() == {("article", "done"): 1}


def test_a_worker_under_the_same_name_does_not_hold_the_lease_of_its_former_life(store: Store) -> None:
    store.enqueue("article", "k", {}, NOW)
    former = lease(store)
    lease(store, 61)
    with pytest.raises(LeaseLost):
        store.done(former, at=NOW)


def test_a_lease_renewed_lasts_longer(store: Store) -> None:
    store.enqueue("article", "k", {}, NOW)
    job = store.renew(lease(store), 60, NOW + seconds(50))
    assert job.due_at == NOW + seconds(110)
    assert store.lease(["article"], "two", 60, NOW + seconds(100)) is None
    store.done(job, at=NOW)


def test_a_job_that_failed_says_why_and_runs_again_at_its_time(store: Store) -> None:
    store.enqueue("article", "k", {}, NOW)
    store.fail(lease(store), "the server says no", NOW + seconds(300), at=NOW)
    assert store.job("article", "k").reason == "the server says no"  # type: ignore[union-attr]
    assert store.lease(["article"], "one", 60, NOW + seconds(299)) is None
    again = lease(store, 300)
    assert again.attempts == 2
    store.fail(again, "for ever", None, at=NOW)
    assert [job.key for job in store.jobs("failed")] == ["k"]
    assert store.lease(["article"], "one", 60, NOW + timedelta(days=900)) is None


def test_a_job_that_kills_its_workers_is_given_up(store: Store) -> None:
    store.enqueue("article", "k", {}, NOW)
    for turn in range(LAPSES):
        lease(store, turn * 61)
    assert store.lease(["article"], "one", 60, NOW + seconds(LAPSES * 61)) is None
    (job,) = store.jobs("failed")
    assert "did not come back" in str(job.reason)


def test_what_a_worker_gives_back_waits_as_if_never_taken(store: Store) -> None:
    for key in "abc":
        store.enqueue("article", key, {}, NOW)
    lease(store), lease(store), lease(store, owner="two")
    assert store.release("one", at=NOW) == 2
    assert store.job_counts() == {("article", "waiting"): 2, ("article", "leased"): 1}
    assert lease(store, owner="two").attempts == 1


def test_stuck_jobs_are_those_nobody_takes_and_those_nobody_gives_back(store: Store) -> None:
    for key in "ab":
        store.enqueue("article", key, {}, NOW)
    lease(store)
    assert store.stuck(NOW + seconds(59)) == []
    assert [job.key for job in store.stuck(NOW + seconds(60))] == ["a"]
    assert sorted(job.key for job in store.stuck(NOW + timedelta(minutes=15))) == ["a", "b"]


def test_keys_and_payloads_of_any_length_and_script_are_kept(store: Store) -> None:
    key, payload = "https://x.example/" + "ä\x00" * 9000, {"html": "<p>\x00\ud800 “ja”</p>" * 10_000}
    assert store.enqueue("article", key, payload, NOW)
    assert not store.enqueue("article", key, payload, NOW)
    assert store.enqueue("article", key + "x", payload, NOW)
    assert lease(store).payload == payload
    assert store.job("article", key) is not None


WORKER = """
import sys, json
from datetime import datetime, UTC
from tocsin.desk.store.store import Store
url, owner = sys.argv[1:]
done = []
with Store.open(url) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    while (job := store.lease(["article"], owner, 600, datetime(2031, 3, 22, 12, tzinfo=UTC))) is not None:
        store.done(job, at=datetime(2031, 3, 22, 13, tzinfo=UTC))
        done.append(job.key)
print(json.dumps(done))
"""


def test_workers_of_several_processes_do_each_job_once(url: str) -> None:
    with Store.open(url) as store:
        for number in range(200):
            store.enqueue("article", str(number), {}, NOW)
        workers = [
            subprocess.Popen(
                [sys.executable, "-c", WORKER, url, f"worker-{number}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(3)
        ]
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("\n")
            worker.stdin.flush()
        done = [json.loads(worker.communicate(timeout=120)[0]) for worker in workers]
        assert Counter(key for keys in done for key in keys) == Counter(map(str, range(200)))
        assert sum(bool(keys) for keys in done) >= 2, "the work was shared"
        assert store.job_counts() == {("article", "done"): 200}
