"""GDAL brings an SQLite of its own; two of them on one file in one process lose acknowledged writes.

So the state database is opened by Python's ``sqlite3`` alone, and GDAL reads in a process of its own, even
when what it is given is the state database itself.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from geo.store.files import FileStore
from tests.contract.land import commit

ROOT = Path(__file__).resolve().parents[2]
# holds land for ever and says how many holds were acknowledged, while a second thread has GDAL read
WRITER = """
import sys, threading
from pathlib import Path
from geo import plan as planning
from geo.errors import LuodiError
from geo.read import How, read_layer
from geo.store.files import FileStore

home, others = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
plan = planning.load(Path("data/erqi"))
store = FileStore(home)

def say(line):
    sys.stdout.write(line + "\\n")  # one piece: two threads speak
    sys.stdout.flush()

def read():
    for other in others:
        try:
            say(f"read {len(read_layer(other, How(), plan).frame)}")
        except LuodiError as refused:
            say(f"refused {refused.code}")

reader = threading.Thread(target=read)
reader.start()
made = 0
while True:
    store.hold("test", [f"P{made}"], project="x", who="y")
    made += 1
    say(f"held {made}")
    if not reader.is_alive():
        say(f"end {made}")
        sys.stdin.readline()
"""


def test_no_acknowledged_write_is_lost_while_gdal_reads_beside_the_writer(tmp_path):
    store = FileStore(tmp_path / "workspace")
    commit(store, "A")
    database = store.home / "luodi.sqlite"
    # the live database under a name that GDAL reads, and a file like those that offices send
    alias, sent = tmp_path / "live.gpkg", tmp_path / "sent.gpkg"
    alias.symlink_to(database)
    code = "import sys; from tests.contract.land import land; land(*'ABC').reset_index().to_file(sys.argv[1])"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, sent], env=env, check=True, capture_output=True)
    command = [sys.executable, "-c", WRITER, store.home, sent, alias, database, sent]

    acknowledged, told = 0, list[tuple[str, str]]()
    with subprocess.Popen(
        command, env=env, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        for line in writer.stdout:
            word, _, what = line.strip().partition(" ")
            if word == "held":
                acknowledged = int(what)
            elif word == "end":
                break
            else:
                told.append((word, what))
        # it never says good-bye: what was acknowledged must be on the disk
        os.kill(writer.pid, signal.SIGKILL)
        writer.stdin.close()

    with closing(sqlite3.connect(database)) as reader:
        [(held,)] = reader.execute("SELECT count(*) FROM holds")
    assert held == acknowledged > 0
    # GDAL was at work all the while, and was handed the state database as well
    assert [word for word, _ in told] == ["read", "refused", "refused", "read"]
    assert FileStore(store.home).verify() == []
