"""Answer SQL with chDB. The program runs in the environment of the peers and imports nothing of
ours.

    clickhouse_process.py FOLDER

Each line of standard input is a JSON list of statements. The reply is one line: the seconds of all
statements together, and the rows of each statement.
"""

import json
import sys
import time

from chdb.session import Session

session = Session(sys.argv[1])
session.query("CREATE DATABASE IF NOT EXISTS bench ENGINE = Atomic")
session.query("USE bench")
for line in sys.stdin:
    started = time.perf_counter()
    replies = [session.query(each, "JSONCompact").bytes() for each in json.loads(line)]
    seconds = time.perf_counter() - started
    rows = [json.loads(each)["data"] if each else [] for each in replies]
    print(json.dumps([seconds, rows]), flush=True)
