"""One community's ground: addresses, buildings and rooms, with who owns them. A pure function of plan and community.

Streets form a grid in open sea, so that no map shows a real house under a made-up person.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil, cos, radians

from hub.demo.city import names
from hub.demo.city.chance import Chance
from hub.demo.city.owners import Owner, Owners
from hub.demo.city.plan import Community, Plan
from model.states import BuildingKind, RoomKind

WEST_DEGREES, SOUTH_DEGREES = 116.9, 20.2  # the south-western corner: open sea
_LATITUDE_METRES = 110_700.0  # one degree of latitude here
_LONGITUDE_METRES = 111_320.0 * cos(radians(SOUTH_DEGREES))
_DISTRICTS_ACROSS = 3
_MARGIN = 0.06  # of a community's side, left free of houses
_HOUSES_A_ROAD = 14
_ROADS_MAX = 20  # names that a community may use up; a district of the large city has 56 and 1,293 names

# What is built a head; about a quarter is empty at any time.
_FLATS_A_HEAD = 0.29
_ROOMS_A_HEAD = 0.11
_BEDS_A_HEAD = 0.06
_HEADS_A_COMMERCIAL_BUILDING = 130

_FLAT_METRES_A_HEAD = 15
_ROOM_METRES_A_HEAD = 6
_BED_METRES = 4
_DORMITORY_BEDS_MAX = 8
_FLAGSHIP_STOREYS, _FLAGSHIP_FLATS_A_FLOOR = 18, 2
_TOWER_NEED = 90  # flats still missing before a tower is worth it


class Use:
    """What a room is for in the life of the city; a plain constant, for it is asked millions of times."""

    SEAT = 0  # the home of someone who owns a business or lets rooms
    FLAT = 1
    ROOM = 2
    SHARED = 3  # a flat let by the bed to unrelated persons
    DORMITORY = 4


class Lent:
    """Whose people use a room: its own community's, the near neighbour's or the far one's."""

    NOT = 0
    NEAR = 1
    FAR = 2


_LENDING = (Lent.NOT, Lent.NOT, Lent.NEAR, Lent.NOT, Lent.NOT, Lent.FAR, Lent.NOT, Lent.NOT)  # of each eight rooms


@dataclass(slots=True, eq=False)
class Address:
    """An address with its point in metres east and north of the corner."""

    id: str
    community: Community
    road: str
    latin_road: str
    number: int
    east: float
    north: float

    @property
    def longitude(self) -> float:
        return degrees(self.east, self.north)[0]

    @property
    def latitude(self) -> float:
        return degrees(self.east, self.north)[1]

    @property
    def full(self) -> str:
        """The whole Chinese line, from the widest to the narrowest."""
        district = names.district_name(self.community.district)[0]
        street = names.street_name(self.community.index - self.community.number)[0]
        return f"{names.CITY[0]}{district}{street}{self.road}{self.designator}"

    @property
    def designator(self) -> str:
        return f"{self.number}号"

    @property
    def latin(self) -> str:
        """The whole line in Latin letters, from the narrowest to the widest."""
        district = names.district_name(self.community.district)[1]
        street = names.street_name(self.community.index - self.community.number)[1]
        return f"{self.number} {self.latin_road}, {street}, {district}, {names.CITY[1]}"

    @property
    def post_code(self) -> str:
        return f"99{self.community.district + 1}{self.community.street + 1:02d}{self.community.number % 10}"


@dataclass(slots=True, eq=False)
class Building:
    """A building; `owner` when it belongs to one landlord as a whole."""

    id: str
    address: Address
    kind: BuildingKind
    storeys: int
    owner: Owner | None = None
    rooms: list["Room"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Room:
    """A room with its area in square metres; `owner` is None where those who own it live in it."""

    id: str
    building: Building
    designator: str
    kind: RoomKind
    floor: int
    area: int
    permitted: int
    use: int
    lent: int
    owner: Owner | None

    @property
    def unit_code(self) -> str:
        return self.building.address.community.code

    @property
    def declared_places(self) -> int | None:
        """The places its landlord declared: none where nothing is let, sometimes one less than permitted."""
        if self.owner is None:
            return None
        return max(1, self.permitted - (self.floor + self.area) % 3 // 2)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a room is like: area in square metres, how many may live in it, and its use."""

    kind: RoomKind
    area: int
    permitted: int
    use: int


@dataclass(slots=True, eq=False)
class Neighbourhood:
    """Everything that stands in one community."""

    community: Community
    addresses: list[Address] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    seats: list[Room] = field(default_factory=list)

    @property
    def commercial(self) -> list[Building]:
        return [building for building in self.buildings if building.kind is BuildingKind.COMMERCIAL]

    def rooms(self) -> list[Room]:
        return [room for building in self.buildings for room in building.rooms]


@lru_cache(maxsize=12)
def neighbourhood(plan: Plan, community: Community) -> Neighbourhood:
    """What stands in `community`. Asked thrice in a city's making (own, near, far), so the last few are kept."""
    return _Builder(plan, community).build()


class _Builder:
    """Puts up buildings until the community's people have room."""

    def __init__(self, plan: Plan, community: Community) -> None:
        self._plan = plan
        self._chance = Chance(plan.key, "places", community.index)
        self._owners = Owners(plan, community)
        self._made = Neighbourhood(community)
        self._counter = 0
        self._flats = ceil(community.population * _FLATS_A_HEAD) + self._owners.seats
        self._rooms = ceil(community.population * _ROOMS_A_HEAD)
        self._beds = ceil(community.population * _BEDS_A_HEAD)

    def build(self) -> Neighbourhood:
        if self._made.community.is_first_of_district:
            self._flagship()
        self._block(is_whole=False)
        while self._flats > 0:
            self._next_block()
        while len(self._flats_owned_singly()) < self._owners.seats:
            self._block(is_whole=False)
        while self._rooms > 0:
            self._house()
        while self._beds > 0:
            self._dormitory()
        for _ in range(1 + ceil(self._made.community.population / _HEADS_A_COMMERCIAL_BUILDING)):
            self._building(BuildingKind.COMMERCIAL, self._chance.between(2, 9), None)
        self._take_seats()
        self._place()
        return self._made

    def _next_block(self) -> None:
        if self._flats > _TOWER_NEED and self._chance.happens(0.4):
            self._tower()
        elif self._chance.happens(0.25):
            self._mixed()
        else:
            self._block(is_whole=self._chance.happens(0.2))

    # ── buildings ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _id(self) -> str:
        self._counter += 1
        return self._chance.public_id(self._plan.stamp(self._made.community, self._counter))

    def _building(self, kind: BuildingKind, storeys: int, owner: Owner | None) -> Building:
        address = Address(self._id(), self._made.community, "", "", 0, 0.0, 0.0)
        building = Building(self._id(), address, kind, storeys, owner)
        self._made.addresses.append(address)
        self._made.buildings.append(building)
        return building

    def _flagship(self) -> None:
        tower = self._building(BuildingKind.RESIDENTIAL, _FLAGSHIP_STOREYS, self._owners.flagship())
        for floor in range(1, _FLAGSHIP_STOREYS + 1):
            for number in range(1, _FLAGSHIP_FLATS_A_FLOOR + 1):
                self._flat(tower, floor, number)

    def _tower(self) -> None:
        owner = self._owners.company(self._chance) if self._chance.happens(0.3) else None
        storeys, a_floor = self._chance.between(15, 30), self._chance.between(2, 4)
        tower = self._building(BuildingKind.RESIDENTIAL, storeys, owner)
        for floor in range(1, storeys + 1):
            for number in range(1, a_floor + 1):
                self._flat(tower, floor, number)

    def _block(self, *, is_whole: bool) -> None:
        owner = self._owners.company(self._chance) if is_whole else None
        a_floor = self._chance.between(2, 3)
        block = self._building(BuildingKind.RESIDENTIAL, 6, owner)
        for floor in range(1, 7):
            for number in range(1, a_floor + 1):
                self._flat(block, floor, number)

    def _mixed(self) -> None:
        storeys = self._chance.between(3, 5)
        building = self._building(BuildingKind.MIXED, storeys, self._owners.person(self._chance))
        for floor in range(2, storeys + 1):
            for number in range(1, 4):
                self._flat(building, floor, number)

    def _house(self) -> None:
        storeys, a_floor = self._chance.between(1, 3), self._chance.between(1, 3)
        house = self._building(BuildingKind.RESIDENTIAL, storeys, self._owners.person(self._chance))
        for floor in range(1, storeys + 1):
            for number in range(1, a_floor + 1):
                area = self._chance.between(9, 24)
                permitted = min(3, max(1, area // _ROOM_METRES_A_HEAD))
                self._room(house, floor, number, _Shape(RoomKind.ROOM, area, permitted, Use.ROOM))
                self._rooms -= 1

    def _dormitory(self) -> None:
        storeys = self._chance.between(2, 5)
        a_floor = min(12, max(2, self._beds // (storeys * 6)))
        owner = self._owners.dormitory_owner(self._chance)
        dormitory = self._building(BuildingKind.DORMITORY, storeys, owner)
        for floor in range(1, storeys + 1):
            for number in range(1, a_floor + 1):
                area = self._chance.between(16, 34)
                permitted = min(_DORMITORY_BEDS_MAX, area // _BED_METRES)
                shape = _Shape(RoomKind.DORMITORY_ROOM, area, permitted, Use.DORMITORY)
                self._room(dormitory, floor, number, shape)
                self._beds -= permitted

    # ── rooms ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _flat(self, building: Building, floor: int, number: int) -> None:
        area = self._chance.between(38, 125)
        permitted = max(2, area // _FLAT_METRES_A_HEAD)
        use = Use.FLAT
        owner = building.owner or self._flat_owner()
        if owner is not None and permitted > 3 and self._chance.happens(0.16):  # noqa: PLR2004 three bedrooms at least
            use = Use.SHARED
        self._room(building, floor, number, _Shape(RoomKind.APARTMENT, area, permitted, use), owner)
        self._flats -= 1

    def _flat_owner(self) -> Owner | None:
        if self._chance.happens(0.5):
            return None
        return self._owners.person(self._chance) if self._chance.happens(0.7) else self._owners.company(self._chance)

    def _room(self, building: Building, floor: int, number: int, shape: _Shape, owner: Owner | None = None) -> None:
        identifier = self._id()
        building.rooms.append(
            Room(
                identifier,
                building,
                designator=f"{floor}{number:02d}",
                kind=shape.kind,
                floor=floor,
                area=shape.area,
                permitted=shape.permitted,
                use=shape.use,
                lent=Lent.NOT if shape.use == Use.DORMITORY else _LENDING[self._counter % len(_LENDING)],
                owner=owner or building.owner,
            )
        )

    def _take_seats(self) -> None:
        """Homes for those who own businesses or let rooms: flats that nobody lets."""
        flats = self._flats_owned_singly()
        flats.sort(key=lambda room: room.owner is not None)
        for room in flats[: self._owners.seats]:
            room.owner, room.use, room.lent = None, Use.SEAT, Lent.NOT
            self._made.seats.append(room)

    def _flats_owned_singly(self) -> list[Room]:
        return [room for room in self._made.rooms() if room.kind is RoomKind.APARTMENT and not room.building.owner]

    # ── the grid ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _place(self) -> None:
        """Give each building its road, number and point."""
        community = self._made.community
        west, south, side = corner(self._plan, community)
        roads = min(_ROADS_MAX, max(2, ceil(len(self._made.addresses) / _HOUSES_A_ROAD)))
        first_road = (community.street * self._plan.scale.communities + community.number) * _ROADS_MAX
        free = side * (1 - 2 * _MARGIN)
        for index, address in enumerate(self._made.addresses):
            road, house = index % roads, index // roads
            houses = ceil(len(self._made.addresses) / roads)
            address.road, address.latin_road = names.road_name(first_road + road)
            address.number = house * 2 + 1 + road % 2
            address.east = west + side * _MARGIN + free * (house + 0.5) / houses
            address.north = south + side * _MARGIN + free * (road + 0.5) / roads
            address.east += self._chance.between(-20, 20)
            address.north += self._chance.between(4, 12)


def degrees(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude of a point in metres east and north of the city's corner."""
    return round(WEST_DEGREES + east / _LONGITUDE_METRES, 6), round(SOUTH_DEGREES + north / _LATITUDE_METRES, 6)


def corner(plan: Plan, community: Community) -> tuple[float, float, float]:
    """West and south edge of a community's square and its side, in metres from the city's corner."""
    scale = plan.scale
    across = ceil((scale.streets * scale.communities) ** 0.5)
    side = scale.district_metres / across
    cell = community.street * scale.communities + community.number
    column, row = community.district % _DISTRICTS_ACROSS, community.district // _DISTRICTS_ACROSS
    west = column * scale.district_metres + cell % across * side
    return west, row * scale.district_metres + cell // across * side, side
