"""From the tables of channels to the domain."""

from collections.abc import Iterable, Iterator, Mapping

from watcher.model import Calm, Channel, Email, Hours, Matrix, Webhook
from watcher.settings.channeltables import ChannelTable, EmailTable, MatrixTable, QuietHoursTable
from watcher.settings.locate import KeyPath
from watcher.settings.secrets import HEADERS, Secrets


def build_channels(
    tables: Iterable[ChannelTable], secrets: Secrets, templates: Mapping[KeyPath, str]
) -> Iterator[Channel]:
    """Make channels of their tables, with the texts of their templates by the paths of the keys that name them."""
    for index, table in enumerate(tables):
        path: KeyPath = ("channels", index)
        yield Channel(
            name=table.name,
            url=secrets.texts.get((*path, "url")),
            email=_email(table.email, secrets, path) if table.email else None,
            matrix=_matrix(table.matrix, secrets, path) if table.matrix else None,
            webhook=_webhook(secrets, path) if table.webhook else None,
            calm=_calm(table),
            rate=table.rate,
            parallel=table.parallel or table.usual_parallel,
            template=templates.get((*path, "template")),
        )


def _email(table: EmailTable, secrets: Secrets, path: KeyPath) -> Email:
    return Email(
        host=table.host,
        port=table.port or table.usual_port,
        tls=table.tls,
        user=table.user,
        password=secrets.texts.get((*path, "email", "password")),
        sender=table.sender or table.user or "",  # one of them is an address: `access` has looked
        to=table.to,
    )


def _matrix(table: MatrixTable, secrets: Secrets, path: KeyPath) -> Matrix:
    return Matrix(homeserver=table.homeserver, room=table.room, token=secrets.texts[(*path, "matrix", "token")])


def _webhook(secrets: Secrets, path: KeyPath) -> Webhook:
    of = (*path, "webhook")
    return Webhook(url=secrets.texts[(*of, "url")], headers=secrets.headers.get((*of, HEADERS), {}))


def _calm(table: ChannelTable) -> Calm:
    return Calm(
        digest=table.digest,
        group_wait=table.group_wait,
        group_interval=table.group_interval,
        quiet=_hours(table.quiet_hours) if table.quiet_hours else None,
        burst=table.burst,
    )


def _hours(table: QuietHoursTable) -> Hours:
    return Hours(start=table.start, end=table.end)
