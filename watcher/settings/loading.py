"""From files and environment to settings, or to every problem in them at once."""

from collections.abc import Mapping
from pathlib import Path

from watcher.errors import ConfigurationError
from watcher.events import BUILT_IN, Lexicons
from watcher.model import Rule
from watcher.settings.access import check_access
from watcher.settings.agencyfiles import check_agencies
from watcher.settings.build import build_rule, build_settings
from watcher.settings.checks import check_escalations, check_references, check_rule_names, check_tables
from watcher.settings.environ import overlay
from watcher.settings.explain import validate
from watcher.settings.lexiconfiles import read_lexicons
from watcher.settings.lexiconshape import LexiconFile
from watcher.settings.models import AgencyFile, AgencyTable, RuleFile, RuleTable, WatcherFile
from watcher.settings.namedfiles import read_named_files
from watcher.settings.problems import Problem, ProblemsFound, shown_path
from watcher.settings.read import read_toml
from watcher.settings.ruleevents import check_events, check_wanted
from watcher.settings.rulefiles import check_examples, check_queries
from watcher.settings.secrets import read_secrets
from watcher.settings.settings import Settings
from watcher.settings.templatefiles import read_templates
from watcher.settings.tomlfile import TomlFile


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read a configuration file, the environment over it, and the rule, agency, lexicon and secret files that it names.

    Raises:
        ProblemsFound: with every problem of all files; of a file that is not TOML only the first can be said.
        ConfigurationError: the file cannot be read at all.
    """
    path = path.absolute()
    folder = path.parent
    main, problems = overlay(_read(path), environ)
    tables, in_tables = validate(WatcherFile, main, folder)
    secrets, in_secrets = read_secrets(main, folder)
    templates, in_templates = read_templates(main, folder)
    files, in_files = read_named_files(main, folder, "rules")
    agency_files, in_agency_files = read_named_files(main, folder, "stories", "agencies")
    lexicon_files, in_lexicon_files = read_named_files(main, folder, "events", "lexicons")
    lexicons, in_lexicons = _read_lexicons(lexicon_files, folder)
    rules, in_rules = _read_rules(files, folder, None if in_lexicon_files or in_lexicons else lexicons)
    agencies, in_agencies = _read_agencies(agency_files, folder)
    references = [problem for file in files for problem in check_references(main, file)]
    checks = (*check_tables(main), *check_access(main, secrets))
    found = (*problems, *in_tables, *checks, *in_secrets, *in_templates, *in_files, *in_rules, *references)
    found += (*in_agency_files, *in_agencies, *in_lexicon_files, *in_lexicons)
    if found or tables is None:
        raise ProblemsFound(found)
    read = (path, *(file.path for file in (*files, *agency_files, *lexicon_files)), *secrets.files)
    read += tuple(templates.files)
    return build_settings(
        main, tables, secrets, rules, templates=templates, agencies=agencies, lexicons=lexicons, files=read
    )


def load_rules(path: Path, lexicons: Lexicons = BUILT_IN) -> tuple[Rule, ...]:
    """Read one rule file by itself: what it names of a configuration (feeds, tags, channels) is not looked up.

    Kinds of event are; `lexicons` know them.

    Raises:
        ProblemsFound: with every problem of the file.
        ConfigurationError: the file cannot be read at all.
    """
    path = path.absolute()
    rules, problems = _read_rules((_read(path),), path.parent, lexicons)
    if problems:
        raise ProblemsFound(problems)
    return tuple(build_rule(table) for table in rules)


def _read(path: Path) -> TomlFile:
    try:
        return read_toml(path)
    except OSError as error:
        reason = error.strerror
    raise ConfigurationError(f"cannot read {shown_path(path)}: {reason}")


def _read_rules(
    files: tuple[TomlFile, ...], folder: Path, lexicons: Lexicons | None
) -> tuple[tuple[RuleTable, ...], tuple[Problem, ...]]:
    """Check the rule files as far as they stand by themselves.

    Without `lexicons`, of which something is wrong, nothing is said of events: it may follow from that.
    """
    rules: list[RuleTable] = []
    problems = [*check_rule_names(files)]
    for file in files:
        tables, found = validate(RuleFile, file, folder)
        rules += tables.rules if tables else ()
        problems += [*found, *check_wanted(file), *check_escalations(file), *check_queries(file)]
        if lexicons is not None:
            problems += [*check_events(file, lexicons), *check_examples(file, folder, lexicons)]
    return tuple(rules), tuple(problems)


def _read_lexicons(files: tuple[TomlFile, ...], folder: Path) -> tuple[Lexicons, tuple[Problem, ...]]:
    """Check the lexicon files, each for its shape and, where all have it, all together."""
    problems = tuple(problem for file in files for problem in validate(LexiconFile, file, folder)[1])
    return (BUILT_IN, problems) if problems else read_lexicons(files)


def _read_agencies(files: tuple[TomlFile, ...], folder: Path) -> tuple[tuple[AgencyTable, ...], tuple[Problem, ...]]:
    """Check the agency files, each by itself and all together."""
    agencies: list[AgencyTable] = []
    problems = [*check_agencies(files)]
    for file in files:
        tables, found = validate(AgencyFile, file, folder)
        agencies += tables.agency if tables else ()
        problems += found
    return tuple(agencies), tuple(problems)
