class Refusal(Exception):
    """What is wrong with a file, as a code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
