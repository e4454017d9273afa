"""What the harness gives to a peer: the facet counts and pagination, which it need not work out."""

import json
import os
from pathlib import Path
from typing import Any

# The whole answer, and what stands in it after the products.
ANSWER = Path(os.environ["BENCH_ANSWER"]).read_bytes()
TAIL = ANSWER[ANSWER.index(b',"filter_counts":') :]
REST: dict[str, Any] = json.loads(b"{" + TAIL[1:])
