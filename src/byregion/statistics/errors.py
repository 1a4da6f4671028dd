"""What can go wrong with statistics on their way in and out, as types a caller can tell apart."""

from __future__ import annotations


class StatisticsError(Exception):
    """Base of all errors that this room raises on purpose."""


class UnknownTable(StatisticsError):
    """The catalogue or the store has no table by that name."""


class UnknownYear(UnknownTable):
    """The store has the table, but not of that year; `details` has the table and its years."""

    def __init__(self, table: str, years: tuple[int, ...]) -> None:
        self.details = {"table": table, "years": tuple(map(str, years))}
        had = ", ".join(map(str, years))
        super().__init__(f"the store's table {table!r} has no such year; it has {had}")


class UnknownEngine(StatisticsError):
    """The setting names no engine that tables can be put before."""


class InvalidCatalogue(StatisticsError):
    """A definition of a table is not whole."""


class InvalidFile(StatisticsError):
    """A tidy file is not what the catalogue says: wrong columns, types, values, keys or sums."""

    def __init__(self, file: str, problem: str, *, column: str | None = None) -> None:
        self.file = file
        self.column = column
        self.problem = problem
        place = f"{file}, column {column}" if column else file
        super().__init__(f"{place}: {problem}")


class InvalidFolder(StatisticsError):
    """One or more files of a folder are not valid; `problems` holds every one that was found."""

    def __init__(self, problems: tuple[InvalidFile, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class StoreBusy(StatisticsError):
    """Another process is writing to the store."""


class StoreDamaged(StatisticsError):
    """The store's pointer or manifest cannot be read, or points at a file that is not there."""
