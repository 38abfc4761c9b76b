"""Questions to the policy for hypothesis, and days that follow one another."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from scheduler.duties.asked import Asked
from scheduler.duties.decision import Decisions
from scheduler.duties.hours import CHINA, OPENS, Hours
from scheduler.duties.item import Item
from scheduler.duties.persons import Channel, Institution, Person, Preferences
from scheduler.duties.policy import decide
from tests.scheduler.reminding import CALENDAR, at

KEYS = ["a", "b", "c"]
KINDS = ["health", "report"]
PEOPLE = ["p1", "p2", "p3", "p4"]
PLACES = ["sunny", "moon"]
STAGES = {"d30": -30, "d14": -14, "d7": -7, "d1": -1, "due": 0, "late3": 3, "late14": 14}
# 春节 and 国庆 with their 调休, and the beginning of a year that is not announced.
DAYS = st.dates(date(2026, 1, 25), date(2026, 3, 10)) | st.dates(
    date(2026, 9, 1), date(2027, 1, 31)
)
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(CHINA))
WORKING = st.builds(datetime.combine, DAYS, st.times(OPENS, time(17, 29)), st.just(CHINA))
QUIET = st.sampled_from(
    [None, Hours(time(20), time(8)), Hours(time(12), time(14)), Hours(time(15), time(10))]
)
CHANNELS = st.builds(
    Channel,
    name=st.sampled_from(["wechat", "telegram"]),
    free=st.booleans(),
    templates=st.sampled_from([0, 1, 10]),
    reachable=st.booleans(),
)
IDS = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
INSTITUTIONS = st.fixed_dictionaries(
    {},
    optional={
        place: st.builds(
            Institution,
            id=st.just(place),
            name=st.just(place),
            contacts=st.fixed_dictionaries({"director": IDS, "second": IDS, "officer": IDS}),
        )
        for place in PLACES
    },
)


def people(now: datetime) -> st.SearchStrategy[dict[str, Person]]:
    near = st.integers(-20, 20).map(lambda n: now.date() + timedelta(days=n))
    wishes = st.builds(
        Preferences,
        quiet=QUIET,
        opted_out=st.frozensets(st.sampled_from(KINDS)),
        snoozed=st.dictionaries(st.sampled_from(KEYS), near),
    )
    return st.fixed_dictionaries(
        {
            name: st.builds(
                Person,
                id=st.just(name),
                channels=st.lists(CHANNELS, max_size=2).map(tuple),
                preferences=wishes,
                last_digest=st.none() | st.just(now.date()) | near,
            )
            for name in PEOPLE
        }
    )


@st.composite
def occurrences(draw: st.DrawFn, now: datetime, key: str) -> list[Item]:
    due = now.date() + timedelta(days=draw(st.integers(-40, 40)))
    before = st.integers(0, 60 * 24 * 20).map(lambda m: now - timedelta(minutes=m))
    stages = draw(st.lists(st.sampled_from(sorted(STAGES)), min_size=1, unique=True))
    shared = Item(
        key=key,
        stage="",
        on=due,
        due=due,
        kind=draw(st.sampled_from(KINDS)),
        title="体检",
        todo="去体检",
        subject="",
        institution=draw(st.sampled_from(PLACES)),
        legal=draw(st.booleans()),
        first_told=draw(st.none() | before),
        known=draw(st.none() | st.just(now.date())),
        confirmed=draw(st.sampled_from([False, False, True])),
    )
    known = st.dictionaries(st.sampled_from(PEOPLE), before, max_size=2)
    return [
        replace(shared, stage=s, on=due + timedelta(days=STAGES[s]), told=draw(known))
        for s in stages
    ]


Question = tuple[list[Item], dict[str, Institution], dict[str, Person], Asked]


@st.composite
def questions(draw: st.DrawFn, moments: st.SearchStrategy[datetime] = MOMENTS) -> Question:
    now = draw(moments)
    items = [item for key in KEYS for item in draw(occurrences(now, key))]
    return items, draw(INSTITUTIONS), draw(people(now)), Asked(now, CALENDAR)


def told(items: list[Item], made: Decisions, now: datetime, directors: set[str]) -> list[Item]:
    """The items as they are after the digests went out."""
    heard: dict[tuple[str, str], dict[str, datetime]] = {}
    for digest in made.digests:
        for entry in digest.entries:
            heard.setdefault((entry.item.key, entry.item.stage), {})[digest.person] = now
    first = {key for (key, _), whom in heard.items() if directors & whom.keys()}
    return [
        replace(
            i,
            told={**i.told, **heard.get((i.key, i.stage), {})},
            first_told=i.first_told or (now if i.key in first else None),
        )
        for i in items
    ]


class Life:
    """Days that follow one another: what goes out is remembered, as the store would."""

    def __init__(self, question: Question) -> None:
        self.items, self.places, self.people, asked = question
        self.now = asked.now
        self.made = Decisions((), ())
        self.tellings: list[tuple[date, str, str, str]] = []
        self.digests: list[tuple[date, str]] = []

    def run(self, now: datetime) -> None:
        self.made = decide(self.items, self.places, self.people, Asked(now, CALENDAR))
        directors = {p for i in self.places.values() for p in i.contacts["director"]}
        self.items = told(self.items, self.made, now, directors)
        for digest in self.made.digests:
            someone = replace(self.people[digest.person], last_digest=now.date())
            self.people = {**self.people, digest.person: someone}
            self.digests.append((now.date(), digest.person))
            self.tellings += [
                (now.date(), digest.person, e.item.key, e.item.stage) for e in digest.entries
            ]

    def live(self, days: int, outages: frozenset[int] = frozenset()) -> None:
        """Two runs a day, but none in an outage; the last day is one of work."""
        last = CALENDAR.nearest_workday_on_or_after(self.now.date() + timedelta(days=days))
        for number in range((last - self.now.date()).days + 1):
            today = self.now.date() + timedelta(days=number)
            if number not in outages or today == last:
                self.run(at(today, 10, 30))
                self.run(at(today, 14, 30))
