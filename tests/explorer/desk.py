"""Who is not at the screen: a resident with their telephone, another officer. They ask the same hub as the page does."""

from typing import Any, Self

import httpx

from hub.demo.issuer import DevelopmentIssuer
from hub.demo.people import DemoPerson, demo_people, keep_demo_people
from hub.settings import Settings
from tests.support.hub import SECONDS_MAX, Answer, Hub, Who


class Desk(Hub):
    """The served hub over HTTP, for the functions of tests/case."""

    def __init__(self, settings: Settings, url: str) -> None:
        self.settings = settings
        self.issuer = DevelopmentIssuer.open(settings)
        self._asked = httpx.Client(base_url=url, timeout=SECONDS_MAX)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._asked.close()

    def send(self, method: str, path: str, **arguments: Any) -> Answer:
        response = self._asked.request(method, path, **arguments)
        is_json = "json" in response.headers.get("content-type", "")
        return Answer(response.status_code, response.content, response.json() if is_json else None, response.headers)


def listed(settings: Settings, who: Who) -> str:
    """Puts somebody on the development issuer's page; their line there, for `Screen.sign_in`."""
    line = f"[{who.subject}]"
    people = demo_people(settings)
    if all(each.name != line for each in people):
        person = DemoPerson(
            key=f"own-{who.subject}"[:80], group="Tests", group_zh="测试", name=line, name_zh="测试", about="a story",
            about_zh="测试", client=who.client, subject=who.subject, office=who.office,
        )  # fmt: skip
        keep_demo_people(settings, [*people, person])
    return line
