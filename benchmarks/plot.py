"""What each peer costs, as a drawing: the same figures always make the same file."""

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

NAMES = {
    "constant": "constant",
    "ours": "ours",
    "sql_json": "one SQL statement",
    "fastapi": "FastAPI, SQLAlchemy",
    "ninja": "Ninja, ORM",
    "drf": "REST Framework",
}
# Text stays text, and ids are made of this instead of chance.
STYLE = {"svg.fonttype": "none", "svg.hashsalt": "performance", "font.size": 9}


def draw(results: dict[str, Any], path: Path) -> None:
    costs = results["ms_per_request"]
    values = [costs[name] for name in NAMES]
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(6.4, 2.4), layout="constrained")
        colours = ["#2b7a4b" if name == "ours" else "#9aa5b1" for name in NAMES]
        bars = axes.barh(list(NAMES.values()), values, color=colours)
        axes.bar_label(bars, fmt="%.3g", padding=3)
        # From nought, so that a bar twice as long is twice the cost.
        axes.set_xlim(0, max(values) * 1.15)
        axes.invert_yaxis()
        axes.set_xlabel("milliseconds of processor time per request, server and database")
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, format="svg", metadata={"Date": None})
        plt.close(figure)
