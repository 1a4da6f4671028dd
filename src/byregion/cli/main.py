"""`byregion`: one command. Each group is loaded when asked for, so that help comes at once."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import entry_points

import click

from byregion import __version__

GROUPS = {
    "analyse": ("byregion.cli.analyse", "Analyse a city region, or any municipalities, whole."),
    "geography": ("byregion.cli.geography", "Look up places, list changes, convert a CSV."),
    "statistics": ("byregion.cli.statistics", "Load and check tables of official statistics."),
    "functional-regions": (
        "byregion.cli.functional_regions",
        "Divide units into functional regions by commuting.",
    ),
    "flows": ("byregion.cli.flows", "Count who commutes in, out and round."),
    "hinterland": ("byregion.cli.hinterland", "Find the hinterland of one or more cores."),
    "interplay": ("byregion.cli.interplay", "Test who grows with whom, and who goes first."),
    "shift-share": ("byregion.cli.shift_share", "Divide employment growth into its parts."),
    "gravity": ("byregion.cli.gravity", "Fit how distance decides who commutes where."),
    "project-population": (
        "byregion.cli.project_population",
        "Project residents, with a back-test.",
    ),
    "peers": ("byregion.cli.peers", "Find the regions that are most alike in structure."),
}
PLATFORM = {
    "serve": "Set up the embedded database where needed, and serve the site.",
    "programme": "Import, export or check a programme's bundle.",
    "people": "Let the first administrator in; forget what is past its time.",
    "audit": "Check that the trail of who did what is whole.",
    "insight": "Make, write in, publish and list editions of analyses.",
    "build_insights": "Compute the analyses that the product ships with anew.",
    "draw": "Make what readers would else wait for; the site runs it.",
    "run_reports": "Make the reports that readers ask for, in a process of its own.",
    "gatherings": "Send what gatherings owe: reminders, offers of places, deletions.",
    "send_digests": "Send what is new in groups to those who want it gathered.",
    "receive_mail": "Take an answer by e-mail into the discussion that it answers.",
    "newsletter": "Send what remains of a large newsletter.",
    "send_mail": "Send the letters that wait in the outbox.",
    "knowledge": "Set up the editor's pages and groups.",
    "search": "Build what the site's search looks in anew.",
    "uploads": "Scan or read uploaded files that wait for it.",
}


class Groups(click.Group):
    """Loads a group's module only when the group is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every group and the platform's commands."""
        return [*GROUPS, *PLATFORM]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the group's module, or stand in for a command of the platform."""
        if cmd_name in GROUPS:
            module, _ = GROUPS[cmd_name]
            command = getattr(import_module(module), cmd_name.replace("-", "_"))
            return command if isinstance(command, click.Command) else None
        if cmd_name in PLATFORM:
            return click.Command(cmd_name, help=PLATFORM[cmd_name])
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help without importing anything."""
        rows = [(name, text) for name, (_, text) in GROUPS.items()] + list(PLATFORM.items())
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=Groups)
@click.version_option(__version__)
def engine() -> None:
    """Analyse city regions, and run the programme that supports them."""


def main() -> None:
    """Run the engine's groups here; hand everything else to the platform, where it is installed."""
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    if not first or first.startswith("-") or first in GROUPS:
        engine()
        return
    platform = next(iter(entry_points(group="byregion.platform")), None)
    if platform is None:  # pragma: no cover - our own installation always has it
        raise SystemExit(f"byregion: no command {first!r}; see byregion --help")
    try:
        run = platform.load()
    except ModuleNotFoundError as error:
        raise SystemExit(
            f"byregion: {first!r} needs the web platform: install byregion[platform] ({error})"
        ) from None
    run(sys.argv[1:])
