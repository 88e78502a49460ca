"""What can be wrong with a reference file, named so that a person can repair it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """One bad cell: where it stands and what is wrong with it."""

    file: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column or '-'}: {self.what}"


class BadReference(Exception):
    """The files hold problems, so nothing of them was loaded; `problems` names each one."""

    def __init__(self, problems: list[ReferenceProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
