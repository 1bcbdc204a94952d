"""The tables of a configuration: the one source of its keys, types, defaults, descriptions and JSON schemas.

Nothing here knows of files or positions. What concerns more than one key (names that must exist, be unique, go
together) is in `checks`; what comes out as values of the domain is in `build`.
"""

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from watcher.model import AfterDrop, AlertLabel, Expect, FirstRun, Priority, Within
from watcher.settings.addresses import HostName, Listen, WebAddress
from watcher.settings.channeltables import ChannelTable
from watcher.settings.networks import Networks
from watcher.settings.places import DATA_DIR
from watcher.settings.table import Secret, Table, exactly_one
from watcher.settings.times import Pause
from watcher.settings.values import (
    AfterDropChoice,
    AgencyKindChoice,
    Asked,
    Changes,
    Duration,
    Durations,
    ExpectChoice,
    FirstRunChoice,
    Languages,
    Location,
    Mark,
    Marks,
    Moment,
    Name,
    Names,
    PriorityChoice,
    Size,
    Text,
    Texts,
    WithinChoice,
    Zone,
)


class StoreTable(Table):
    """Where everything is kept."""

    url: Secret | None = Field(
        default=None, description="sqlite:///… or postgresql://…; default: watcher.db in data-dir."
    )
    url_file: Location | None = Field(default=None, description="File that holds the url, which is a secret.")
    keep: Duration = Field(
        default=timedelta(days=180), description="How long stories without an alert are kept; alerts are kept for ever."
    )


class CollectTable(Table):
    """How feeds are polled.

    A proxy speaks HTTP (no SOCKS) and is used for everything that is fetched: feeds, pages and the heartbeat. The
    variables HTTP_PROXY and NO_PROXY are not read. Alerts do not go through it.

    The pace of a feed is how often it brings entries, and what it asks for itself. It is polled accordingly, within
    `min-interval` and `max-interval`; a `poll-interval` beyond one of these moves it.

    Feeds are fetched from the public internet only. Addresses of this machine, of private networks and of the
    metadata services of clouds are refused, wherever a name or a redirect leads to one, but for the networks of
    `allow-private`. A proxy looks names up itself, so there only addresses without a name are judged.
    """

    poll_interval: Duration = Field(
        default=timedelta(minutes=15), description="How often a feed is polled until its own pace is known."
    )
    min_interval: Duration = Field(
        default=timedelta(minutes=5), description="The shortest interval, of a feed that brings much."
    )
    max_interval: Duration = Field(
        default=timedelta(hours=6), description="The longest interval, of a feed that brings little."
    )
    concurrency: int = Field(default=200, ge=1, description="How many feeds are fetched at the same time.")
    max_size: Size = Field(default=10 * 2**20, description="A longer answer is not read.")
    first_run: FirstRunChoice = Field(
        default=FirstRun.BASELINE,
        description="The entries that a new feed already holds: baseline (stored and shown, not alerted) or alert.",
    )
    proxy: Secret | None = Field(
        default=None,
        description="http:// or https:// address of a proxy, user and password before the host where it wants them. "
        "Addresses on this machine go through it too.",
    )
    proxy_file: Location | None = Field(default=None, description="File that holds the proxy, which is a secret.")
    allow_private: Networks = Field(
        default=(), description="Networks off the public internet that feeds may be fetched from; default: none."
    )


class FeedTable(Table):
    """One feed: RSS, Atom or JSON Feed, from a url or a local path.

    Headers, user and password are sent to the server of the url: where it redirects to another host, to another port or
    to an address that is less encrypted, they stay behind. Headers that the connection or the look for changes needs
    (such as Host, Accept-Encoding, If-None-Match) cannot be given.
    """

    model_config = exactly_one("url", "path")

    name: Name = Field(description="Unique among feeds and drops.")
    url: WebAddress | None = Field(default=None, description="Where it is fetched from.")
    path: Location | None = Field(default=None, description="A local file instead of a url, relative to watcher.toml.")
    tags: Texts = Field(default=(), description='Rules name all feeds of a tag as "tag:NAME".')
    interval: Duration | None = Field(
        default=None,
        description="How often it is polled, always; default: collect.poll-interval, then as often as its pace asks.",
    )
    allow_private: Networks | None = Field(
        default=None, description="Networks off the public internet; default: collect.allow-private."
    )
    first_run: FirstRunChoice | None = Field(default=None, description="As in [collect], for this feed.")
    enabled: bool = Field(default=True, description="false: not polled; its stories stay.")
    headers: dict[str, Secret] = Field(
        default={},
        description="Further request headers, which are secrets.",
    )
    headers_file: Location | None = Field(
        default=None, description='File that holds the headers, one "Name: value" a line.'
    )
    user: Text | None = Field(default=None, description="User name for a server that wants one (basic authentication).")
    password: Secret | None = Field(default=None, description="The password to it.")
    password_file: Location | None = Field(default=None, description="File that holds the password.")


class DropTable(Table):
    """One folder into which texts are dropped."""

    name: Name = Field(description="Unique among feeds and drops.")
    path: Location = Field(description="The folder, relative to watcher.toml.")
    after: AfterDropChoice = Field(
        default=AfterDrop.MOVE,
        description="move: a file that was read goes to done/ or failed/; keep: it stays, its content is remembered.",
    )


class OperatorTable(Table):
    """Where the watcher reports on itself."""

    channels: Names = Field(default=(), description="Channels that are told of dead feeds, bad reloads and the like.")
    heartbeat_url: Secret | None = Field(
        default=None, description="http(s) address that is called while all is well: a dead man's switch."
    )
    heartbeat_url_file: Location | None = Field(
        default=None, description="File that holds the heartbeat-url, which is a secret."
    )


class MetricsTable(Table):
    """Numbers for Prometheus, for everybody who can reach the address: there is no login."""

    listen: Listen | None = Field(
        default=None, description="HOST:PORT that serves /metrics; default: nothing is served."
    )


class StoriesTable(Table):
    """How copies are told and credited."""

    agencies: Texts = Field(
        default=(), description="Files of further agencies and distributors, as patterns relative to this file."
    )


class EventsTable(Table):
    """Which kinds of event are looked for."""

    lexicons: Texts = Field(
        default=(), description="Files of further kinds and languages, as patterns relative to this file."
    )


class DefaultsTable(Table):
    """What holds for every rule that does not say otherwise."""

    channels: Names = Field(default=(), description="Channels of rules that name none.")


class WatcherFile(Table):
    """The configuration of watcher."""

    data_dir: Location = Field(
        default=DATA_DIR,
        validate_default=True,
        description="Folder of the default store, relative to this file.",
    )
    rules: Texts = Field(default=(), description="Rule files, as patterns relative to this file.")
    timezone: Zone = Field(
        default=ZoneInfo("UTC"), description="IANA zone of the times that are shown, of digests and quiet hours."
    )
    store: StoreTable = StoreTable.model_construct()  # and so on: an instance that is checked would need its validator
    collect: CollectTable = CollectTable.model_construct()
    feeds: Annotated[tuple[FeedTable, ...], Field(strict=False)] = ()
    drops: Annotated[tuple[DropTable, ...], Field(strict=False)] = ()
    channels: Annotated[tuple[ChannelTable, ...], Field(strict=False)] = ()
    defaults: DefaultsTable = DefaultsTable.model_construct()
    operator: OperatorTable = OperatorTable.model_construct()
    metrics: MetricsTable = MetricsTable.model_construct()
    stories: StoriesTable = StoriesTable.model_construct()
    events: EventsTable = EventsTable.model_construct()


class ExampleTable(Table):
    """A text that the rule must or must not match; tried on every load."""

    text: Text = Field(description="The text; a first line with a blank line behind it is the headline.")
    published: Moment | None = Field(default=None, description="When it was published.")
    expect: ExpectChoice = Field(default=Expect.MATCH, description="What the rule must do.")


class EscalateTable(Table):
    """Who is told of an alert, first or changed, that nobody acknowledged in time with `watcher alerts ack`.

    Not for a rule with `priority = "low"`: its alerts leave in digests only.
    """

    after: Duration = Field(description="How long after the alert.")
    channels: Annotated[Names, Field(min_length=1)] = Field(description="Who is told then.")


class RuleTable(Table):
    """One watch rule: an `event`, a `query`, or both.

    A rule with an `event` matches articles that tell one of that kind. The kinds, their fields and values are in
    [events.md](events.md).

    - `where` says what fields of the event must be: with `status = ["appointed", "resigned"]` one of these values,
      written out, in any case; with `post = 'minister OR chief'` what the query is true of, asked of this field alone.
      All of `where` must hold of one event, and a field that the text does not state holds of nothing. Rules cannot
      ask for dates.
    - Only news counts, that is what is told as asserted, planned or reported, where `where` does not say otherwise:
      `realis = ["denied"]`.
    - A `query` beside it must be true of the article too; with `within = "sentence"` it must be true of the sentence
      that tells the event, read as if that were the whole text.
    - The alert shows that sentence first, and leads with all events of the article that fit. Its reason names what
      `where` asked for: "event appointment (status: appointed, post: defence minister)". Where nothing fits, `watcher
      try` says what keeps the nearest event: 'appointment found, but post "board chair" does not match: minister'.

    With `min-origins = 2` an alert waits, shown by `watcher alerts list --waiting`, until two independent origins tell
    the event. Counted are the story that matches and those linked to it as the same event: each for its origin, or for
    its outlet where no origin is stated. Copies add nothing, nor does a text that names another's origin as its source.
    Of linked stories that match the rule one is alerted. A rule without it alerts at once.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [key]} for key in ("event", "query")]})

    name: Name = Field(description="Unique among all rule files.")
    event: Text | None = Field(default=None, description="A kind of event that an article must tell.")
    where: dict[str, Asked] = Field(
        default={}, description="What the event's fields, and its `realis`, must be: one of an array, or a query."
    )
    query: str | None = Field(
        default=None, description="What to look for, in the query language; may be left out beside an event."
    )
    within: WithinChoice = Field(
        default=Within.ARTICLE,
        description="Where query and event must both be: in one article, or in the sentence that tells the event.",
    )
    exclude: str | None = Field(default=None, description="A query; what it matches is not alerted.")
    feeds: Annotated[Texts, Field(min_length=1)] = Field(
        default=("*",), description='Names of feeds or drops, "tag:NAME", or "*" for all.'
    )
    languages: Languages = Field(
        default=(),
        description='Only articles that are, as they state, in one of these: "en" takes in "en-GB", and what states '
        "no language is taken in. Default: all.",
    )
    on: Changes = Field(
        default=(AlertLabel.NEW, AlertLabel.UPDATE, AlertLabel.CORRECTION),
        description="Which messages are sent: the first alert of a story, and those on what changed in its events.",
    )
    channels: Names = Field(default=(), description="Where alerts go; default: defaults.channels of watcher.toml.")
    remind: Durations = Field(
        default=(), description="How long before the day or time of an event that was alerted it is told again."
    )
    priority: PriorityChoice = Field(
        default=Priority.NORMAL,
        description="Of alerts that wait, the highest leave first. low: in digests only; normal: as the channel says; "
        "high: each by itself, however many there are, but in digests, groups and quiet hours held like normal ones; "
        "urgent: at once, whatever the hour.",
    )
    cooldown: Pause = Field(
        default=timedelta(0),
        description="At most one first alert of the rule in this time; what comes meanwhile is recorded as suppressed. "
        "Updates and corrections pass.",
    )
    escalate: EscalateTable | None = Field(
        default=None, description="Who is told of an alert that nobody acknowledged in time."
    )
    min_origins: int = Field(
        default=1,
        ge=1,
        description="An alert waits until so many independent origins tell the event: agencies or outlets, not copies.",
    )
    examples: Annotated[tuple[ExampleTable, ...], Field(strict=False)] = ()


class RuleFile(Table):
    """A file of watch rules."""

    rules: Annotated[tuple[RuleTable, ...], Field(strict=False)] = ()


class AgencyTable(Table):
    """One agency, publisher or distributor that credits name.

    The watcher knows many by itself (`watcher/stories/agencies.toml`). An entry with the name of one of these adds its
    names and domains to it, and gives it its kind where it has one; any other entry is one more. A name or domain that
    one of these has belongs to the entry that claims it here: `PA` is PA Media until somebody else is called that.
    Names of up to four letters count only as written, others in any case, all without "the" and punctuation.
    """

    name: Mark = Field(description="As alerts show it.")
    kind: AgencyKindChoice | None = Field(
        default=None,
        description="agency or publisher: where it is credited, it is the origin; distributor or wire-service (of "
        "press releases): it passed the text on. Default: as known, else agency.",
    )
    marks: Marks = Field(default=(), description="Further names, as they stand in bylines, datelines and sign-offs.")
    copyright: Marks = Field(default=(), description="Names in copyright lines, where they differ from name and marks.")
    domains: Annotated[tuple[HostName, ...], Field(strict=False)] = Field(
        default=(),
        description="Own sites: what stands there is the agency's own text, or what a distributor passes on.",
    )


class AgencyFile(Table):
    """A file of agencies, publishers and distributors."""

    agency: Annotated[tuple[AgencyTable, ...], Field(strict=False)] = ()
