"""Sentences a second from text to JSON on one core, the share of each stage, and the memory it takes.

    python -m benchmarks.speed --data ../shared/benchmarks

Text: the PolNeAR articles, or the bundled demonstration articles where the folder is absent. CPU time, model loaded, one thread.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import onnxruntime

from benchmarks.figures import Figure, report
from tocsin import demo
from tocsin.language.models import FOLDER
from tocsin.language.words import split
from tocsin.pipeline import Pipeline
from tocsin.reading.read import read
from tocsin.records import codec


def texts(data: Path) -> list[str]:
    folder = data / "polnear" / "dev" / "text"
    if folder.is_dir():
        return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return [read(str(path)).text for path in demo.articles()] * 4


class Stopwatch:
    """CPU seconds by stage, taken by wrapping the functions that the pipeline calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def wrap(self, owner: Any, name: str, stage: str) -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            try:
                return inner(*args, **kwargs)
            finally:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - started

        setattr(owner, name, timed)


def measure(data: Path) -> list[Figure]:
    pipeline = Pipeline.load(threads=1)
    chosen = texts(data)
    readings = [pipeline.reader.read(text) for text in chosen]
    sentences = sum(len(reading.sentences) for reading in readings)
    words = sum(len(reading.tokens) for reading in readings)
    del readings  # so that the memory measured is that of a run
    started = time.process_time()
    for text in chosen:
        codec.dumps(pipeline.brief_text(text))
    whole = time.process_time() - started
    watch = Stopwatch()
    model = pipeline.reader.model
    watch.wrap(model, "read", "model")
    watch.wrap(pipeline.reader, "read", "language, model included")
    watch.wrap(codec, "dumps", "json")
    started = time.process_time()
    for text in chosen:
        codec.dumps(pipeline.brief_text(text))
    again = time.process_time() - started
    memory = peak_memory_mb()
    figures = [
        Figure("speed.sentences per second, text to JSON", sentences / whole),
        Figure("speed.words per second, text to JSON", words / whole),
        Figure("speed.memory, MB", memory, higher=False),
    ]
    figures += [Figure(f"speed.share of time, {stage}", seconds / again) for stage, seconds in watch.seconds.items()]
    alone, encoder = _model_time(pipeline, chosen)
    language = watch.seconds["language, model included"]
    figures.append(Figure("speed.share of the language stage in the forward pass", alone / language))
    figures.append(Figure("speed.share of the forward pass in the bare encoder", encoder))
    return figures


def _model_time(pipeline: Pipeline, chosen: list[str]) -> tuple[float, float]:
    """CPU seconds of the model's session alone on the same windows, and the share of it that is the bare encoder."""
    model = pipeline.reader.model
    batches = []
    for text in chosen:
        words = split(text)
        windows = sorted(model.windows(words), key=lambda w: w.last - w.first)
        batches += [model._inputs(words, windows[n : n + 8]) for n in range(0, len(windows), 8)]
    started = time.process_time()
    for given in batches:
        model._session.run(None, given)
    alone = time.process_time() - started
    with tempfile.TemporaryDirectory() as place:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(place) / "profile")
        session = onnxruntime.InferenceSession(str(FOLDER / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        for given in batches[:20]:
            session.run(None, given)
        steps = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    kernels = [step for step in steps if step.get("cat") == "Node" and step["name"].endswith("kernel_time")]
    whole = sum(step["dur"] for step in kernels)
    return alone, sum(step["dur"] for step in kernels if "/encoder/" in step["name"]) / whole


def peak_memory_mb() -> float:
    """The most memory this process ever held; where the system says so, without what it inherited from its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_apart(data: Path) -> list[Figure]:
    """The figures of a process of its own, whose memory is its own."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "speed.json"
        command = [sys.executable, "-m", "benchmarks.speed", "--data", str(data), "--json", str(out)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        return [Figure(**entry) for entry in json.loads(out.read_text(encoding="utf-8"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    figures = measure(options.data)
    report(figures)
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures]), encoding="utf-8")


if __name__ == "__main__":
    main()
