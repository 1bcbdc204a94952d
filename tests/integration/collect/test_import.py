import subprocess
import sys

import watcher.net


def test_options_cost_no_http_library() -> None:
    program = "import sys, watcher.net, watcher.collect; print({'httpx', 'aiohttp'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_room_gives_what_it_says() -> None:
    assert {name for name in watcher.net.__all__ if not hasattr(watcher.net, name)} == set()
    assert not hasattr(watcher.net, "Browser")
