"""Shapes of an import, and the problems of its rows."""

from typing import Any

from rest_framework import serializers

from backend.sessionlog.csv_format import Table, values_of
from backend.sessionlog.serializers.sessions import SessionRowSerializer
from ml.vocabulary import CSV_MAX_PROBLEMS


class ImportSerializer(serializers.Serializer[dict[str, object]]):
    """A file of sessions."""

    file = serializers.FileField(help_text="CSV as the export writes it; see the description.")
    subject = serializers.UUIDField(required=False, help_text="Your own record when left out.")
    save = serializers.BooleanField(  # type: ignore[assignment]
        default=False, help_text="False only looks what would happen; nothing is written."
    )


class RowProblemSerializer(serializers.Serializer[dict[str, object]]):
    """What cannot be used, and on which line of the file it stands; the header is line 1."""

    line = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ImportOutcomeSerializer(serializers.Serializer[dict[str, object]]):
    """What an import does, or has done."""

    rows = serializers.IntegerField()
    new = serializers.IntegerField(help_text="Sessions that are added.")
    already_here = serializers.IntegerField(help_text="Sessions that are in the log; they stay as they are.")
    saved = serializers.BooleanField()
    ignored_columns = serializers.ListField(child=serializers.CharField())
    problem_count = serializers.IntegerField(help_text="Lines that cannot be used. Nothing is saved while there are.")
    problems = RowProblemSerializer(many=True)


def read_rows(table: Table) -> tuple[list[dict[str, Any]], int, list[dict[str, Any]]]:
    """The values of a file's rows, how many rows cannot be used, and the first problems, by line and column."""
    serializer = SessionRowSerializer(data=[values_of(line) for line in table.lines], many=True)
    if serializer.is_valid():
        return serializer.validated_data, 0, []
    faulty: dict[int, dict[str, Any]] = serializer.errors
    problems = [
        {"line": table.lines[row].number, "column": column, "message": _sentence(found)}
        for row in sorted(faulty)[:CSV_MAX_PROBLEMS]
        for column, found in faulty[row].items()
    ]
    return [], len(faulty), problems


def _sentence(found: Any) -> str:
    """The serializer's sentences, out of the lists and dicts of lists that they come in."""
    parts = found.values() if isinstance(found, dict) else found if isinstance(found, list) else [str(found)]
    return " ".join(part if isinstance(part, str) else _sentence(part) for part in parts)
