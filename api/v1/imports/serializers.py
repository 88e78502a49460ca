from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers import Strict
from kernel.imports import words

STATES = list(words.STATES)
OUTCOMES = list(words.OUTCOMES)


class FileIn(Strict):
    file = serializers.FileField(
        help_text="XLSX or CSV, at most 8 MB and 10,000 rows, 1,000 of bills.", allow_empty_file=True
    )


class AnswersIn(Strict):
    answers = serializers.DictField(
        child=serializers.CharField(), help_text="Choice by id of the question, as `questions` names them."
    )


class QuestionOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    why = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    answer = serializers.CharField(help_text="Empty while it is open.")
    presumed = serializers.CharField(help_text="What holds without an answer; empty when it has to be answered.")


class ColumnOut(serializers.Serializer[Any]):
    letter = serializers.CharField()
    name = serializers.CharField(help_text="As the file has it.")
    field = serializers.CharField(help_text="What it was taken for.")  # type: ignore[assignment]


class FileOut(serializers.Serializer[Any]):
    """A file of rows on its way in; nothing is written before it is applied."""

    id = serializers.UUIDField()
    filename = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    failure = serializers.SerializerMethodField(help_text="Why the file was not read or not written; else empty.")
    questions = serializers.SerializerMethodField()
    columns = ColumnOut(many=True)
    counts = serializers.SerializerMethodField(help_text="Rows by outcome.")
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    can_answer = serializers.BooleanField()
    can_apply = serializers.BooleanField()

    def get_failure(self, job: Any) -> str:
        return words.said(words.FAILURES[job.error["code"]], job.error["params"]) if job.error else ""

    @extend_schema_field(QuestionOut(many=True))
    def get_questions(self, job: Any) -> list[dict[str, Any]]:
        return [
            {
                "id": one["id"],
                "code": one["code"],
                "title": words.said(words.TITLES[one["code"]], one["about"]),
                "why": words.said(words.WHYS[one["code"]], one["about"]),
                "choices": one["choices"],
                "answer": job.answers.get(one["id"], ""),
                "presumed": one.get("default", ""),
            }
            for one in job.doubts
        ]

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_counts(self, job: Any) -> dict[str, int]:
        return {outcome: job.counts[outcome] for outcome in OUTCOMES if outcome in job.counts}


class RowProblemOut(serializers.Serializer[Any]):
    field = serializers.CharField()  # type: ignore[assignment]
    letter = serializers.CharField()
    column = serializers.CharField(help_text="As the file has it.")
    detail = serializers.CharField()


class RowOut(serializers.Serializer[Any]):
    """A row as read: its number in the sheet, what becomes of it, and what is wrong."""

    number = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    key = serializers.CharField()
    values = serializers.DictField()
    problems = serializers.SerializerMethodField()

    @extend_schema_field(RowProblemOut(many=True))
    def get_problems(self, row: Any) -> list[dict[str, str]]:
        language = self.context["language"]
        return [
            {**{name: one[name] for name in ("field", "letter", "column")}, "detail": one["said"][language]}
            for one in row.problems
        ]


class RowsOut(serializers.Serializer[Any]):
    next_after = serializers.IntegerField(
        allow_null=True, help_text="Ask again with `after` of this number; null at the end."
    )
    results = RowOut(many=True)
