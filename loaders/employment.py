"""Employment: where the fields of employers, workplaces and a person's employments come from."""

from loaders.residence import FACT
from loaders.source import Connection, GlobalId, One, Property, Topic, Value

_EMPLOYERS = {
    "search": "employment/employers_search",
    "near": "employment/employers_near",
    "within": "employment/employers_within",
}
_WORKPLACES = {"near": "employment/workplaces_near", "within": "employment/workplaces_within"}

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
    },
    "Employment": {**FACT, "contract": Property(), "workplace": One("employment/employment_workplace")},
    "PersonalWorkplace": {
        "name": Property(),
        "address": One("employment/workplace_address"),
        "employerName": Value("employment/employer_name"),
    },
}
