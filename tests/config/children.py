import subprocess
import sys


def running_child(program: str = "import sys; sys.stdin.read()") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
