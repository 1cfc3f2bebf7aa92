"""Calls through a real host process."""

import asyncio
import math
import os
import signal
import time
from collections.abc import Callable, Coroutine
from typing import Any

import psutil
import pytest
import uvloop

from armillary.base.errors import (
    AppError,
    Conflict,
    DeadlineExceeded,
    Invalid,
    TooMany,
    Unavailable,
)
from armillary.base.storage import LocalStorage
from armillary.jobs.calls import request_once
from armillary.jobs.calls.host import _listen
from armillary.jobs.calls.launch import find_kinds, socket_path
from armillary.jobs.calls.serving import Host
from armillary.jobs.calls.serving import run as serve
from armillary.settings import Settings


def test_one_host_answers_call_after_call(open_calls: Callable[..., Any]) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            first = await calls.request("questions.echo", "one")
            second = await calls.request("questions.echo", {"two": [2, None]})

        assert (first["said"], second["said"]) == ("one", {"two": [2, None]})
        assert first["pid"] == second["pid"] != os.getpid()

    run(story)


def test_synchronous_code_asks_once(settings: Settings) -> None:
    answer = request_once(settings, "questions.echo", "terminal", package="sample_capabilities")

    assert answer["said"] == "terminal"


def test_it_is_known_whether_somebody_waits_or_did_of_late(
    open_calls: Callable[..., Any], gate: Any
) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            now = asyncio.get_running_loop().time
            assert not calls.was_asked_since(0)
            asked = gate.ask(calls)
            await gate.entered()
            assert calls.was_asked_since(math.inf)
            asked.cancel()
            before = now()
            await asyncio.gather(asked, return_exceptions=True)
            assert calls.was_asked_since(before - 1)
            assert not calls.was_asked_since(now() + 1)
            with pytest.raises(Conflict):
                await calls.request("questions.echo", "fail")
            assert not calls.was_asked_since(now() + 1)

    run(story)


def test_two_servers_share_one_host(open_calls: Callable[..., Any]) -> None:
    async def story() -> None:
        async with open_calls() as here, open_calls() as there:
            answers = await asyncio.gather(
                here.request("questions.echo", "here"), there.request("questions.echo", "there")
            )

        assert len({answer["pid"] for answer in answers}) == 1

    run(story)


def test_errors_travel_whole(open_calls: Callable[..., Any]) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            with pytest.raises(Conflict) as caught:
                await calls.request("questions.echo", "fail")

        expected = Conflict("expected a word; got 'fail'", details={"word": "fail"})
        assert caught.value.to_wire() == expected.to_wire()

    run(story)


@pytest.mark.parametrize("odd", [2**65, "\ud800"])
def test_what_no_json_can_hold_is_refused_and_leaves_no_question_open(
    open_calls: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, odd: object
) -> None:
    monkeypatch.setattr("armillary.jobs.calls.link.MAX_IN_FLIGHT", 1)

    async def story() -> None:
        async with open_calls() as calls:
            for _ in range(2):
                with pytest.raises(Invalid, match="cannot be taken"):
                    await calls.request("questions.echo", {"odd": [odd]})
            answer = await calls.request("questions.echo", "even")

        assert answer["said"] == "even"

    run(story)


def test_a_crash_is_told_without_its_text(open_calls: Callable[..., Any]) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            with pytest.raises(AppError) as caught:
                await calls.request("questions.echo", "crash")

        assert caught.value.status == 500
        assert "this text" not in caught.value.message

    run(story)


def test_what_waits_for_one_key_is_answered_together(
    open_calls: Callable[..., Any], gate: Any
) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            asked = [gate.ask(calls)]
            await gate.entered()
            asked += [gate.ask(calls) for _ in range(20)]
            # Calls of one line arrive in order: when this is answered, the twenty wait.
            await calls.request("questions.echo", "after them")
            gate.open(2)
            answers = await asyncio.gather(*asked)

        assert [answer["batch"] for answer in answers] == [1] + [20] * 20

    run(story)


def test_a_deadline_interrupts_what_runs(open_calls: Callable[..., Any], gate: Any) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            with pytest.raises(DeadlineExceeded):
                await calls.request("questions.gate", gate.payload, timeout_s=0.2)
            await gate.interrupted()
            answer = await calls.request("questions.echo", "still there")

        assert answer["said"] == "still there"

    run(story)


def test_what_is_being_loaded_is_waited_for_beyond_the_deadline(
    open_calls: Callable[..., Any], gate: Any, until: Callable[..., Any]
) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            asked = [
                asyncio.create_task(
                    calls.request("questions.load", gate.payload, timeout_s=timeout_s)
                )
                for timeout_s in (0.8, 1.0)
            ]
            await gate.entered()
            begun = time.monotonic()
            await until(lambda: time.monotonic() - begun > 1.8)
            assert not any(one.done() for one in asked)
            gate.open()

            assert await asyncio.gather(*asked) == [1, 1]

    run(story)


def test_who_asks_too_long_for_what_loads_is_told_when_to_ask_again_and_finds_it_then(
    settings: Settings, open_calls: Callable[..., Any], gate: Any
) -> None:
    async def story() -> None:
        kinds = find_kinds("sample_capabilities")
        storage = LocalStorage(settings.storage_root, settings.storage_mounts)
        host = Host(settings, storage, kinds, threads=2, idle_s=60.0, loading_s=0.6)
        serving = asyncio.create_task(serve(host, _listen(socket_path(settings, "models"))))
        async with open_calls() as calls:
            with pytest.raises(Unavailable) as told:
                await calls.request("questions.load", gate.payload, timeout_s=0.5)
            gate.open()
            again = await calls.request("questions.load", gate.payload, timeout_s=10)
        host.retire()
        await serving

        assert (told.value.code, told.value.headers) == ("still_loading", {"Retry-After": "5"})
        assert again == 1

    run(story)


def test_who_goes_away_cancels_the_call(open_calls: Callable[..., Any], gate: Any) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            asked = gate.ask(calls)
            await gate.entered()
            asked.cancel()
            await gate.interrupted()

    run(story)


def test_a_server_that_hangs_up_cancels_its_calls(
    open_calls: Callable[..., Any], gate: Any
) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            asked = gate.ask(calls)
            await gate.entered()
        await gate.interrupted()
        with pytest.raises(Unavailable):
            await asked

    run(story)


def test_a_killed_host_is_replaced_and_the_call_asked_again(
    open_calls: Callable[..., Any], gate: Any
) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            pid = (await calls.request("questions.echo", "who"))["pid"]
            asked = gate.ask(calls)
            await gate.entered()
            os.kill(pid, signal.SIGKILL)
            gate.open()
            answer = await asked

        assert answer["batch"] == 1
        assert answer["pid"] != pid

    run(story)


def test_a_host_that_stands_still_is_replaced(
    open_calls: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("armillary.jobs.calls.link.SILENT_S", 0.5)

    async def story() -> None:
        async with open_calls() as calls:
            pid = (await calls.request("questions.echo", "who"))["pid"]
            os.kill(pid, signal.SIGSTOP)
            with pytest.raises(DeadlineExceeded):
                await calls.request("questions.echo", "hello", timeout_s=0.2)
            answer = await calls.request("questions.echo", "hello")

        assert answer["pid"] != pid

    run(story)


def test_a_call_that_may_not_run_twice_says_that_its_host_ended(
    open_calls: Callable[..., Any],
) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            with pytest.raises(Unavailable) as caught:
                await calls.request("questions.once", None)
            answer = await calls.request("questions.echo", "next")

        assert caught.value.headers == {"Retry-After": "1"}
        assert answer["said"] == "next"

    run(story)


def test_one_workspace_cannot_fill_the_queue(open_calls: Callable[..., Any], gate: Any) -> None:
    class Other:
        workspace_id = "ws_other"

    async def story() -> None:
        async with open_calls() as calls:
            asked = [gate.ask(calls)]
            await gate.entered()
            asked += [gate.ask(calls) for _ in range(128)]
            with pytest.raises(TooMany) as caught:
                await gate.ask(calls)
            others = calls.request("questions.gate", gate.payload, timeout_s=30, actor=Other())
            asked.append(asyncio.create_task(others))
            gate.open(3)
            answers = await asyncio.gather(*asked)

        assert caught.value.headers == {"Retry-After": "1"}
        assert len(answers) == 130

    run(story)


def test_an_idle_host_retires_and_the_next_call_finds_a_new_one(
    open_calls: Callable[..., Any], until: Callable[..., Any]
) -> None:
    async def story() -> None:
        async with open_calls(idle_s=0.2) as calls:
            first = (await calls.request("questions.echo", "one"))["pid"]
            await until(lambda: not psutil.pid_exists(first))
            second = (await calls.request("questions.echo", "two"))["pid"]

        assert second != first

    run(story)


def test_a_host_without_servers_retires(
    open_calls: Callable[..., Any], until: Callable[..., Any]
) -> None:
    async def story() -> None:
        async with open_calls() as calls:
            pid = (await calls.request("questions.echo", "one"))["pid"]
        await until(lambda: not psutil.pid_exists(pid))

    run(story)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run an asynchronous test, in the kind of loop that servers have."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(story())
