"""Work on many things in several processes, the results in the order of the things, each as soon as it can be given.

The processes are forked when they are first needed, so that they share what has been loaded. They end with their
parent, however that ends. One that dies (out of memory, say) costs the thing it worked on, and is replaced.
"""

import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Things taken ahead for each process.
_AHEAD = 4


def processors() -> int:
    """How many processes to use where nobody says: the processors that we may use, at most four."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(4, usable)


def in_order(
    things: Iterable[T],
    prepare: Callable[[], Callable[[T], R]],
    *,
    jobs: int,
    lost: Callable[[T], R],
    idle: Callable[[T], bool] = lambda _: False,
) -> Iterator[tuple[T, R | None]]:
    """Each thing with what the work on it gave, in order; None for those that are `idle` and need no work.

    `prepare` is called once, before the first work, and gives the function that does it; that should not raise. `lost`
    gives the result for a thing whose process died. `things` is drawn from a thread of its own, a few ahead, so that a
    result never waits for the next thing to come.
    """
    if jobs > 1:
        yield from _Crew(prepare, jobs, lost).run(things, idle)
        return
    work: Callable[[T], R] | None = None
    for thing in things:
        if idle(thing):
            yield thing, None
        else:
            work = work or prepare()
            yield thing, work(thing)


@dataclass(slots=True)
class _Worker:
    """A process, our end of the pipe to it, and the number of the thing it works on."""

    process: int
    pipe: Connection
    number: int | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """The things are at an end, with what broke them off."""

    error: BaseException | None = None


class _Crew(Generic[T, R]):
    """The processes of one run, and what they have to do."""

    def __init__(self, prepare: Callable[[], Callable[[T], R]], jobs: int, lost: Callable[[T], R]) -> None:
        self._prepare, self._jobs, self._lost = prepare, jobs, lost
        self._work: Callable[[T], R] | None = None
        self._workers: list[_Worker] = []
        self._most = _AHEAD * jobs
        self._come: queue.Queue[T | _End] = queue.Queue(self._most)
        self._bell, self._ring = Pipe(duplex=False)
        self._stopped = False

    def run(self, things: Iterable[T], idle: Callable[[T], bool]) -> Iterator[tuple[T, R | None]]:
        """See `in_order`."""
        threading.Thread(target=self._draw, args=(things,), daemon=True).start()
        held: dict[int, T] = {}
        done: dict[int, R | None] = {}
        waiting: list[int] = []
        taken = given = 0
        end: _End | None = None
        try:
            while end is None or given < taken:
                while end is None and taken - given < self._most and not self._come.empty():
                    thing = self._come.get()
                    if isinstance(thing, _End):
                        end = thing
                        break
                    held[taken] = thing
                    if idle(thing):
                        done[taken] = None
                    else:
                        waiting.append(taken)
                    taken += 1
                while waiting and (worker := self._free()):
                    self._give(worker, waiting.pop(0), held)
                while given in done:
                    yield held.pop(given), done.pop(given)
                    given += 1
                may_take = end is None and taken - given < self._most and not self._come.empty()
                if not may_take and (end is None or given < taken):
                    self._collect(held, done)
            if end.error is not None:
                raise end.error
        finally:
            self._stopped = True
            self._dismiss()
            with suppress(queue.Empty):  # so that the thread that draws does not wait for ever for room
                while True:
                    self._come.get_nowait()

    def _draw(self, things: Iterable[T]) -> None:
        """Draws things and rings for each; runs in a thread of its own."""
        error: BaseException | None = None
        try:
            for thing in things:
                self._come.put(thing)
                self._ring.send_bytes(b".")
                if self._stopped:
                    return
        except BaseException as broken:  # handed on to whoever waits for the results
            if self._stopped:
                return
            error = broken
        try:
            self._come.put(_End(error))
            self._ring.send_bytes(b".")
        except OSError:
            return  # nobody waits any more

    def _free(self) -> _Worker | None:
        """A worker with nothing to do, forked where there may be one more."""
        for worker in self._workers:
            if worker.number is None:
                return worker
        if len(self._workers) == self._jobs:
            return None
        self._work = self._work or self._prepare()
        ours, theirs = Pipe()
        process = os.fork()
        if process == 0:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                for end in (ours, self._bell, self._ring, *(worker.pipe for worker in self._workers)):
                    end.close()
                _serve(theirs, self._work)
            finally:
                os._exit(0)
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _give(self, worker: _Worker, number: int, held: dict[int, T]) -> None:
        worker.number = number
        with suppress(OSError):  # where it has died, the end of its pipe tells
            worker.pipe.send(held[number])

    def _collect(self, held: dict[int, T], done: dict[int, R | None]) -> None:
        """Waits until something is done or has come, and takes in what is done."""
        busy = {worker.pipe: worker for worker in self._workers if worker.number is not None}
        for ready in wait([*busy, self._bell]):
            if ready is self._bell:
                self._bell.recv_bytes()
                continue
            worker = busy[ready]  # type: ignore[index]
            number, worker.number = worker.number, None
            assert number is not None
            try:
                done[number] = worker.pipe.recv()
            except (EOFError, OSError):
                done[number] = self._lost(held[number])
                self._workers.remove(worker)
                worker.pipe.close()
                os.waitpid(worker.process, 0)

    def _dismiss(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            os.kill(worker.process, signal.SIGKILL)
            os.waitpid(worker.process, 0)
        self._workers.clear()
        self._bell.close()


def _serve(pipe: Connection, work: Callable[[T], R]) -> None:
    """What a worker does until its parent is gone."""
    try:
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
