"""Killed without warning, again and again: what was answered is kept, and nothing is half-written.

Real processes are killed with SIGKILL at moments that a seeded generator picks; where exactly that
hits depends on the machine, what must hold afterwards does not.
"""

import json
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from bot.store.database import Database
from tests.bot.commands import TUOYU, environment, tuoyu
from tests.bot.said import conversations, messages

KILLS = 12
LINES = 40
PEOPLE = 3
TEXTS = [
    "你好",
    "我想开托育机构",
    "在金东区",
    "1",
    "消防有什么要求",
    "60个托位",
    "今天股票怎么样",
    "取消",
]


class Talker:
    """One process that talks with several people until it is killed."""

    def __init__(self, folder: Path, url: str, number: int) -> None:
        self.number = number
        self.process = subprocess.Popen(
            [TUOYU, "chat", "--jsonl", "--db", url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(folder),
        )

    def talk(self, answered: int, pause: float) -> list[dict[str, Any]]:
        """Send everything, kill it some time after so many answers; every answer it gave."""
        assert self.process.stdin
        assert self.process.stdout
        with self.process as process:
            process.stdin.write("".join(map(self.line, range(LINES))).encode())
            process.stdin.flush()
            first = [process.stdout.readline() for _ in range(answered)]
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read().split(b"\n")[:-1]  # the last one is cut off, or empty
        return [json.loads(line) for line in [*first, *rest]]

    def line(self, n: int) -> str:
        fields = {
            "sender": f"u{n % PEOPLE}",
            "id": f"{self.number}-{n}",
            "text": TEXTS[(self.number + n) % len(TEXTS)],
        }
        return json.dumps(fields) + "\n"


def killed_again_and_again(folder: Path, url: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Every answer that came out, by person and id."""
    chance = random.Random(2026)
    answers: dict[tuple[str, str], dict[str, Any]] = {}
    # The next one starts up while this one talks.
    talkers = [Talker(folder, url, 0)]
    for number in range(KILLS):
        if number + 1 < KILLS:
            talkers.append(Talker(folder, url, number + 1))
        given = talkers[number].talk(chance.randrange(1, 8), chance.uniform(0, 0.02))
        for n, answer in enumerate(given):
            answers[f"u{n % PEOPLE}", f"{number}-{n}"] = answer
    return answers


async def test_killed_again_and_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    # Made before: two processes start together below.
    assert tuoyu(tmp_path, "db", "upgrade", TUOYU_DATABASE_URL=url).returncode == 0
    answers = killed_again_and_again(tmp_path, url)
    assert len(answers) >= KILLS
    assert not [answer for answer in answers.values() if "error" in answer]

    database = Database(url)
    people = {c.id: c for c in await conversations(database)}
    kept = {(people[m.conversation_id].sender, m.external_id): m for m in await messages(database)}
    await database.close()
    for key, answer in answers.items():
        assert {"sender": key[0], **kept[key].reply} == answer
    for person in people.values():
        theirs = [m for m in kept.values() if m.conversation_id == person.id]
        # As many messages as the state has seen: neither of the two is written without the other.
        assert person.version == len(theirs)
        assert all(m.text and m.reply["text"] for m in theirs)
        assert person.state["last"] is not None
