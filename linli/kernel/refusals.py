"""The ways linli says no. Anything else that is raised is a bug.

A refusal carries meaning, never an HTTP status: a job and a command line meet the same refusals as
a browser. Each has a stable code for programs and a sentence for the person who will read it.
"""

from collections.abc import Mapping, Sequence

FieldErrors = Mapping[str, Sequence[str]]


class Refusal(Exception):
    """An expected "no", with a stable code for machines and a sentence for people."""

    code = "refused"
    sentence = "这一步没有办成，请稍后再试。"

    def __init__(
        self, sentence: str | None = None, *, field_errors: FieldErrors | None = None, **details: object
    ) -> None:
        self.sentence = sentence or self.sentence
        self.field_errors: dict[str, list[str]] = {k: list(v) for k, v in (field_errors or {}).items()}
        self.details = details
        super().__init__(f"{self.code}: {self.sentence}")


class Invalid(Refusal):
    """What was sent is malformed; sending it again will not help."""

    code, sentence = "invalid", "填写的内容有误，请按提示修改后再提交。"


class Unknown(Refusal):
    """It does not exist, or the actor may not even learn that it does."""

    code, sentence = "not_found", "没有找到您要的内容，可能已被移走，或不在您当前的小区。"


class Forbidden(Refusal):
    """The actor can see it, but may not do this to it."""

    code, sentence = "forbidden", "您当前的身份不能办理这件事，请切换身份或联系社区。"


class Conflict(Refusal):
    """The world has moved on: already done, already closed, already paid."""

    code, sentence = "conflict", "情况已经变化，请刷新页面后再看。"


class Unauthenticated(Refusal):
    """Nobody is signed in, or the session has ended."""

    code, sentence = "unauthenticated", "请先登录。"


class TooMany(Refusal):
    """Too often in too short a time; `retry_after` tells when to come back, in seconds."""

    code, sentence = "too_many_requests", "操作太频繁了，请稍后再试。"

    def __init__(self, sentence: str | None = None, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Busy(Refusal):
    """The house is too full just now; nothing was done, and trying again in `retry_after` seconds may work."""

    code, sentence = "busy", "现在使用的人太多，请过几秒再试，您填写的内容没有提交。"

    def __init__(self, sentence: str | None = None, *, retry_after: int = 2) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
