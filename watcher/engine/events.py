"""The names of all events that a running watcher logs, each with its meaning; docs/operations.md lists the same."""

from collections.abc import Mapping
from types import MappingProxyType

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "started": "The watcher runs: how many feeds, drops and channels.",
        "stopping": "It was asked to end, and by what.",
        "stopped": "It ended; `finished` says whether everything under way was finished in time.",
        "feed.polled": "One poll of one feed, also one that failed.",
        "feed.moved": "A feed moved for good, as three polls over a day proved; its new address is polled.",
        "feed.twice": "A feed moved to the address of another one, so it is not followed: remove one.",
        "poll.crashed": "A bug of the watcher ended a poll; the feed stays on its schedule. Please report it.",
        "drop.taken": "One dropped file was read, or refused with the reason in `error`.",
        "drop.folder": "A drop folder itself cannot be used; said when that begins or changes.",
        "source.unstored": "A poll or a dropped file could not be stored; it is tried again.",
        "source.crashed": "The bug behind `source.unstored`. Please report it.",
        "alert.delivered": "A channel took an alert.",
        "alert.failed": "A channel did not take an alert; `outcome` says whether it is tried again.",
        "notice.delivered": "A channel took a notice to the operator.",
        "notice.failed": "A channel did not take a notice; as `alert.failed`.",
        "channel.missing": "Alerts wait for a channel that is no longer configured.",
        "outbox.failed": "A channel's loop cannot reach the store; said once until it is back.",
        "operator.notice": "A message of the watcher about itself.",
        "operator.untold": "A notice could not be written into the store; it is tried again.",
        "config.reloaded": "Another configuration holds: what is added (+), removed (-) and changed (~).",
        "config.refused": "The configuration has a mistake; the one before still holds.",
        "config.failed": "A bug of the watcher kept it from reading its configuration. Please report it.",
        "tick.late": "The poll loop was late and was started anew.",
        "tick.failed": "One round of the poll loop failed; the next comes in a second.",
        "heartbeat.lost": "A sign of life for `watcher healthcheck` could not be written into the data folder.",
        "reminders.written": "Reminders of dated events were put into the outbox, and how many.",
        "reminders.failed": "The store did not answer when reminders were looked for; it is tried again.",
        "retention.deleted": "What was older than `[store] keep` was deleted, and how much that was.",
        "retention.failed": "Old stories could not be deleted; it is tried again.",
        "heartbeat.failed": "The dead-man switch could not be called; said once until it answers again.",
        "heartbeat.restored": "The dead-man switch answers again.",
        "heartbeat.held": "The dead-man switch is not called, because a loop is silent.",
        "metrics.listening": "Metrics are served, and where.",
        "metrics.failed": "One scrape could not be answered in full.",
        "thread.crashed": "A thread ended by a bug. Please report it.",
        "program.crashed": "The program ends by a bug. Please report it.",
        "cleanup.failed": "Something failed where no error can be raised, while an object was taken apart.",
        "library.logged": "A library wrote to its log: `logger` says which, `message` what.",
        "log.failed": "A line of a library's log could not be written; `logger` says whose.",
    }
)
