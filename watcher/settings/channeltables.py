"""The tables of `[[channels]]`: the ways out, and when messages leave."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from watcher.model import Calm, MailTls
from watcher.settings.addresses import HostName, MailAddress, Port, RoomAddress, ServerAddress
from watcher.settings.table import Secret, Table, exactly_one
from watcher.settings.times import MessageRate, Pause, TimeOfDay, TimesOfDay
from watcher.settings.values import Location, MailTlsChoice, Name, Text

_MAIL_PORTS = {MailTls.SSL: 465, MailTls.STARTTLS: 587, MailTls.NONE: 25}
_MOST_PARALLEL = 64
_PARALLEL, _PARALLEL_WEBHOOK = 1, 16


class EmailTable(Table):
    """A mail server, and who gets mail through it.

    Everybody gets a mail of their own, which arrives or fails by itself. Passwords are sent as they are (PLAIN or
    LOGIN), so without encryption only where the way to the server is safe. A server's certificate must be valid by the
    machine's roots or Mozilla's.
    """

    host: HostName = Field(description="The mail server.")
    port: Port | None = Field(default=None, description="Default: by tls, 465 (ssl), 587 (starttls) or 25 (none).")
    tls: MailTlsChoice = Field(
        default=MailTls.SSL,
        description="ssl: encrypted from the first byte; starttls: after the greeting; none: not at all.",
    )
    user: Text | None = Field(default=None, description="Whom to log in as; without it nobody logs in.")
    password: Secret | None = Field(default=None, description="The password; every character is allowed.")
    password_file: Location | None = Field(default=None, description="File that holds the password.")
    sender: MailAddress | None = Field(
        default=None, alias="from", description="Sender's address; default: user, where that is an address."
    )
    to: Annotated[tuple[MailAddress, ...], Field(strict=False, min_length=1)] = Field(
        description="Who gets the mails, each in a mail of their own."
    )

    @property
    def usual_port(self) -> int:
        """The port where none is given (RFC 8314, section 7.3, and RFC 5321)."""
        return _MAIL_PORTS[self.tls]


class MatrixTable(Table):
    """A room on a Matrix server, which must not be encrypted.

    It is joined with the first message: it has to be open to the owner of the token, or to have invited them. What is
    sent twice by accident is shown once, since the server knows each message by its transaction id. See
    [channels.md](channels.md).
    """

    model_config = exactly_one("token", "token-file")

    homeserver: ServerAddress = Field(description="The server of the token's owner.")
    room: RoomAddress = Field(description='Id of the room, as in "!abc:example.org", or an alias of it: "#desk:….".')
    token: Secret | None = Field(default=None, description="Access token.")
    token_file: Location | None = Field(default=None, description="File that holds the token, which is a secret.")


class WebhookTable(Table):
    """A server that takes each message as JSON, by POST.

    The header `Idempotency-Key` is the same whenever a message is sent again, so that the server can tell one that
    comes twice. Several may be under way at a time (`parallel`). Headers that the connection needs, Content-Type and
    Idempotency-Key cannot be given. What is posted: [channels.md](channels.md).
    """

    model_config = exactly_one("url", "url-file")

    url: Secret | None = Field(default=None, description="http(s) address.")
    url_file: Location | None = Field(default=None, description="File that holds the url, which is a secret.")
    headers: dict[str, Secret] = Field(default={}, description="Further request headers, which are secrets.")
    headers_file: Location | None = Field(
        default=None, description='File that holds the headers, one "Name: value" a line.'
    )


class QuietHoursTable(Table):
    """When nothing but what is urgent is delivered, every day, by the clock of `timezone`.

    What waited leaves when they end, as one message where it is more than `burst`. A time that a change of the clock
    leaves out is the next one that there is; one that comes twice counts when it comes first.
    """

    start: TimeOfDay = Field(alias="from", description="When they begin.")
    end: TimeOfDay = Field(alias="to", description="When they end, on the next day where that is before `from`.")


class ChannelTable(Table):
    """One way out: a url, a file that holds it, or one of the tables `email`, `matrix` and `webhook`.

    Alerts leave at once, one by one, by priority. `digest`, `group-wait`, `group-interval`, `quiet-hours` and `burst`
    hold them back and make several one message; rules are evaluated all the same. Urgent alerts pass all of these, and
    alerts of low priority leave in digests only: at 08:00 where the channel has no `digest`. A digest leaves at each of
    its times, also where nothing is new, and says how many feeds are healthy.

    A `template` is written in the language of Jinja: what stands in `{% block text %}` is sent, under the subject of
    `{% block subject %}` where there is one. It can show, choose and repeat what an alert holds, and nothing else;
    `{{ text }}` is the watcher's own text. It has at most 16,384 characters, and is tried when it is read.
    [templates.md](templates.md) says what it can name; `watcher alerts preview` shows what comes of it.
    """

    model_config = exactly_one("url", "url-file", "email", "matrix", "webhook")

    name: Name = Field(description="Unique among channels.")
    url: Secret | None = Field(default=None, description="console: or any Apprise address, with one recipient.")
    url_file: Location | None = Field(default=None, description="File that holds the url, which is a secret.")
    email: EmailTable | None = Field(default=None, description="A mail server instead of a url.")
    matrix: MatrixTable | None = Field(default=None, description="A room on a Matrix server instead of a url.")
    webhook: WebhookTable | None = Field(default=None, description="A server that takes JSON instead of a url.")
    digest: TimesOfDay = Field(
        default=(), description="When all that came since the last time leaves, as one message; default: at once."
    )
    group_wait: Pause = Field(
        default=timedelta(0), description="How long the first alert waits for others, to leave with them."
    )
    group_interval: Pause = Field(
        default=timedelta(0),
        description="How long the next such message waits after any other, while alerts gather for it.",
    )
    quiet_hours: QuietHoursTable | None = Field(default=None, description="When nothing is delivered.")
    burst: int = Field(
        default=Calm().burst,
        ge=1,
        description="Where more than so many wait, as after an outage, they are one message, but for high and urgent "
        "ones.",
    )
    rate: MessageRate | None = Field(
        default=None,
        description="At most so many messages in so much time. Default: as the service bears (Discord 5/2s, Slack, "
        "Telegram and mail 1/s), others any number.",
    )
    parallel: int | None = Field(
        default=None,
        ge=1,
        le=_MOST_PARALLEL,
        description="How many messages may be under way at a time; above 1 they may arrive in another order. "
        "Default: 1, of a webhook 16.",
    )
    template: Location | None = Field(
        default=None,
        description="File that holds a template, which lays out single alerts; default: the watcher's own.",
    )

    @property
    def usual_parallel(self) -> int:
        """How many messages are under way at a time where the channel does not say."""
        return _PARALLEL if self.webhook is None else _PARALLEL_WEBHOOK
