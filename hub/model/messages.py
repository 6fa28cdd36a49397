"""What leaves the hub to tell a resident that there is news: the same text for everyone, but for the language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.model.states import NoticeChannel, NoticeLanguage

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
