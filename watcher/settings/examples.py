"""An example of every table, for the documentation; together they are one configuration, which a test loads."""

from collections.abc import Mapping

CONFIGURATION: Mapping[tuple[str, ...], str] = {
    (): """\
data-dir = "/var/lib/watcher"
rules = ["rules/*.toml"]
timezone = "Europe/Kyiv"
""",
    ("store",): """\
[store]
url-file = "/run/secrets/store"
keep = "26w"
""",
    ("collect",): """\
[collect]
poll-interval = "10m"
first-run = "baseline"
proxy-file = "/run/secrets/proxy"
""",
    ("feeds",): """\
[[feeds]]
name = "eu-council"
url = "https://www.example.org/press/rss.xml"
tags = ["official"]
interval = "5m"

[[feeds]]
name = "wire"
url = "https://wire.example.org/feed"
user = "desk"
password-file = "/run/secrets/wire"
headers = { X-Desk = "north", User-Agent = "Mozilla/5.0 (compatible)" }
""",
    ("drops",): """\
[[drops]]
name = "inbox"
path = "/drops"
after = "move"
""",
    ("channels",): """\
[[channels]]
name = "console"
url = "console:"

[[channels]]
name = "desk-chat"
url-file = "/run/secrets/desk-chat"
group-wait = "30s"
group-interval = "5m"
rate = "20/min"
""",
    ("channels", "email"): """\
[[channels]]
name = "morning-mail"
digest = ["07:30", "17:00"]

[channels.email]
host = "mail.example.org"
user = "desk@example.org"
password-file = "/run/secrets/mail"
from = "Watcher <watcher@example.org>"
to = ["ana@example.org", "ivan@example.org"]
""",
    ("channels", "matrix"): """\
[[channels]]
name = "desk-room"
template = "templates/desk-room.txt"

[channels.matrix]
homeserver = "https://matrix.example.org"
room = "#desk:example.org"
token-file = "/run/secrets/desk-room"
""",
    ("channels", "webhook"): """\
[[channels]]
name = "archive"
parallel = 4

[channels.webhook]
url-file = "/run/secrets/archive"
headers = { X-Desk = "north" }
""",
    ("channels", "quiet-hours"): """\
[[channels]]
name = "night-desk"
url = "console:"
quiet-hours = { from = "22:00", to = "07:00" }
burst = 5
""",
    ("defaults",): """\
[defaults]
channels = ["desk-chat"]
""",
    ("operator",): """\
[operator]
channels = ["console", "morning-mail"]
heartbeat-url-file = "/run/secrets/heartbeat"
""",
    ("metrics",): """\
[metrics]
listen = "127.0.0.1:9464"
""",
    ("stories",): """\
[stories]
agencies = ["agencies.toml"]
""",
    ("events",): """\
[events]
lexicons = ["lexicon/*.toml"]
""",
}

RULES: Mapping[tuple[str, ...], str] = {
    ("rules",): """\
[[rules]]
name = "defence-appointments"
event = "appointment"
where = { status = ["nominated", "appointed"], post = 'minister OR chief' }
query = 'norvan* OR "port linden"'
within = "sentence"
languages = ["en", "uk"]
on = ["new", "correction"]
channels = ["desk-chat"]

[[rules]]
name = "summits"
event = "meeting"
where = { type = ["summit"] }
channels = ["desk-chat"]
remind = ["1d", "2h"]

[[rules]]
name = "harbour-dredging"
query = 'harbour AND (dredg* OR "deep channel")'
exclude = 'football'
feeds = ["tag:official", "wire"]
channels = ["desk-chat"]
priority = "high"
min-origins = 2
cooldown = "2h"
""",
    ("rules", "examples"): """\
[[rules.examples]]
text = "Dredging of the harbour begins on Monday."
published = 2026-03-06
expect = "match"

[[rules.examples]]
text = "The harbour stays as it is."
expect = "no-match"
""",
    ("rules", "escalate"): """\
[[rules]]
name = "harbour-closed"
query = 'harbour AND closed'
priority = "urgent"
escalate = { after = "30m", channels = ["morning-mail"] }
""",
}

AGENCIES: Mapping[tuple[str, ...], str] = {
    ("agency",): """\
[[agency]]
name = "Norvania Press Agency"
kind = "agency"
marks = ["NPA", "Agence norvanienne de presse"]
copyright = ["NPA Media Group"]
domains = ["npa.example.org"]

[[agency]]
name = "Reuters"
marks = ["Reuters Norvania"]
""",
}
