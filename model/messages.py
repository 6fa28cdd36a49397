"""What leaves the hub to tell a resident that there is news: the same text for everyone, but for the language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from model.limits import LETTER_CODE_DAYS
from model.states import NoticeChannel, NoticeLanguage

SUBJECT: Mapping[NoticeLanguage, str] = {
    NoticeLanguage.EN: "News in your record",
    NoticeLanguage.ZH: "您的登记有新消息",
}
TEXT: Mapping[NoticeLanguage, str] = {
    NoticeLanguage.EN: "There is news in your record. Sign in to read it, or ask at any counter.",
    NoticeLanguage.ZH: "您的登记有新消息。请登录查看，或到任一窗口询问。",  # noqa: RUF001 - Chinese
}
"""No name, no office, no case, no link, no kind: who reads it over a shoulder learns that somebody is registered."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message on its way. The address is not shown where the value is printed."""

    channel: NoticeChannel
    language: NoticeLanguage
    address: str = field(repr=False)

    @property
    def subject(self) -> str:
        """The subject line, for a channel that has one."""
        return SUBJECT[self.language]

    @property
    def text(self) -> str:
        """All that is said."""
        return TEXT[self.language]


CODE_TEXT: Mapping[NoticeLanguage, str] = {
    NoticeLanguage.EN: (
        "Your code: {code}. Bring it with your identity document to a counter of the registration offices within {days} "
        "days. If you did not ask for it, tell them so, and don't give it to anybody."
    ),
    NoticeLanguage.ZH: (
        "您的代码：{code}。请在{days}天内携带身份证件到登记机关窗口出示。"  # noqa: RUF001 - Chinese
        "如非本人申请，请告知登记机关，并勿将代码交给他人。"  # noqa: RUF001 - Chinese
    ),
}
"""In both languages one behind the other: who lives there may read either."""

LINKING_TEXT: Mapping[NoticeLanguage, str] = {
    NoticeLanguage.EN: (
        "The second half of your code: {code}. Sign in on the register's page within {days} days and enter there first what you "
        "were given at the counter, then this: your sign-in then opens your record. If you did not ask for it, tell the "
        "registration offices so, and don't give it to anybody."
    ),
    NoticeLanguage.ZH: (
        "您的代码后半部分：{code}。请在{days}天内登录登记页面，先输入窗口交给您的前半部分，"  # noqa: RUF001 - Chinese
        "再输入此后半部分，此后您的登录即可打开您的登记。"  # noqa: RUF001 - Chinese
        "如非本人申请，请告知登记机关，并勿将代码交给他人。"  # noqa: RUF001 - Chinese
    ),
}


@dataclass(frozen=True, kw_only=True)
class CodeLetter(Message):
    """A letter with a code for the counter. The code is not shown where the value is printed."""

    code: str = field(repr=False)
    words: ClassVar[Mapping[NoticeLanguage, str]] = CODE_TEXT

    @property
    def text(self) -> str:
        """The letter in both languages, that of the resident's choice first."""
        order = sorted(NoticeLanguage, key=lambda language: language is not self.language)
        return "\n".join(self.words[language].format(code=self.code, days=LETTER_CODE_DAYS) for language in order)


class LinkingLetter(CodeLetter):
    """A letter with the second half of a code that links a sign-in."""

    words: ClassVar[Mapping[NoticeLanguage, str]] = LINKING_TEXT
