"""Employment: where the fields of employers, workplaces and a person's employments come from."""

from loaders.place import FOUND, ON_THE_MAP
from loaders.residence import FACT
from loaders.source import Connection, GlobalId, One, Property, Sealed, Topic, Value
from model.groups import FieldGroup

_EMPLOYERS = {
    "search": ("employment/employers_search",),
    **{argument: (FOUND[argument], "employment/employers_at") for argument in ON_THE_MAP},
}
_WORKPLACES = {
    "search": ("employment/workplaces_search",),
    **{argument: (FOUND[argument], "employment/workplaces_at") for argument in ON_THE_MAP},
}

TOPIC: Topic = {
    "Query": {
        "employer": One("employment/employer"),
        "employers": Connection("employment/employers", when=_EMPLOYERS),
        "workplace": One("employment/workplace"),
        "workplaces": Connection("employment/workplaces", order=("next.unitCode", "next.id"), when=_WORKPLACES),
    },
    "Employer": {
        "id": GlobalId(),
        "sector": Property(),
        "organisation": One("organisation/is_organisation"),
        "workplaces": Connection("employment/employer_workplaces"),
    },
    "Workplace": {
        "id": GlobalId(),
        "name": Property(),
        "isHome": Property(),
        "address": One("employment/workplace_address"),
        "adminUnit": One("employment/workplace_admin_unit"),
        "workerBand": Property(),
        "employer": One("employment/workplace_employer"),
        "findings": Connection("inspection/room_findings"),
        "complaints": Connection("inspection/complaints_about"),
        "inspections": Connection("inspection/inspections_of", order=("next.number",)),
    },
    "Employment": {
        **FACT,
        "contract": Sealed(FieldGroup.EMPLOYMENT, "contract"),
        "workplace": One("employment/employment_workplace"),
    },
    "PersonalWorkplace": {
        "name": Property(),
        "address": One("employment/workplace_address"),
        "employerName": Value("employment/employer_name"),
    },
}
