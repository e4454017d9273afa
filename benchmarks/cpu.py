"""The processor time of processes and their descendants, from /proc."""

import os
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
# proc_pid_stat(5), counted from the field after the program's name, which can hold spaces.
PARENT, UTIME, CSTIME = 1, 11, 14


def tree(*roots: int) -> set[int]:
    """Return the ids of living processes and all their descendants."""
    parents = {pid: int(stat[PARENT]) for pid, stat in _all_stats()}
    found = {root for root in roots if root in parents}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def milliseconds(*roots: int) -> float:
    """Return the user and system time of process trees, including ended children."""
    stats, wanted = dict(_all_stats()), tree(*roots)
    ticks = sum(
        int(value) for pid in wanted & stats.keys() for value in stats[pid][UTIME : CSTIME + 1]
    )
    return ticks * 1000 / TICKS_PER_SECOND


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process, including shared memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def proportional_megabytes(pid: int) -> float:
    """Return the memory of a process; what processes share counts in part for each of them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _all_stats() -> list[tuple[int, list[str]]]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except OSError:
                continue  # ended meanwhile
            found.append((int(folder.name), text.rpartition(")")[2].split()))
    return found
