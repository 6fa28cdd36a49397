"""What `manifest.json` says of a city: how it was made, how much there is, and the parties of the six first questions."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from hub.demo.city.plan import Size
from hub.demo.city.sink import Format


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class DemoOfficer(_Part):
    """Who asks: the token's client, subject and office, and the purpose."""

    client: str
    subject: str
    office: str
    purpose: str


class DemoBuilding(_Part):
    """A building with what the inspector is to find: rooms, licences that run today, findings that are open."""

    building_id: str
    address: str
    rooms: int
    licences: int
    open_findings_of_building: int
    open_findings_of_rooms: int


class DemoLandlord(_Part):
    """A company that lets; `rooms` are those it owns today in the inspector's district."""

    landlord_id: str
    organisation_id: str
    rooms: int


class DemoResident(_Part):
    """A resident; `address_on_past_day` is the whole line of the main residence on `past_day`."""

    issuer: str
    subject: str
    person_id: str
    past_day: date
    address_on_past_day: str
    room_on_past_day: str
    residence_facts: int
    declared_contacts: int
    document_kind: str
    document_number: str
    document_expires_on: date


class DemoCircle(_Part):
    """A circle on the map; `employers` are the organisations with a workplace in it inside the district."""

    longitude: float
    latitude: float
    radius_metres: int
    employers: int
    workplaces: int


class Demo(_Part):
    """The parties of the six first questions, with the answers that are known."""

    housing_inspector: DemoOfficer
    building: DemoBuilding
    landlord: DemoLandlord
    resident: DemoResident
    station_clerk: DemoOfficer
    labour_inspector: DemoOfficer
    data_protection_officer: DemoOfficer
    circle: DemoCircle


class Manifest(_Part):
    """One city: the same size, seed and today give the same files."""

    size: Size
    seed: int
    today: date
    format: Format
    persons: int
    residents_today: int
    counts: dict[str, int]
    demo: Demo

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)
