"""The access log as its person reads it. Entries come from the log by their number; the graph adds what it knows of them."""

from loaders.source import Connection, Logged, Topic, Value

TOPIC: Topic = {
    "Me": {"accessLog": Connection("access/entries", order=("next.order",), listed="entries")},
    "AccessEntry": {
        "number": Logged(),
        "at": Logged(),
        "action": Logged(),
        "outcome": Logged(),
        "client": Logged(),
        "department": Logged("departmentEn"),
        "departmentZh": Logged(),
        "office": Logged(),
        "officeName": Value("access/office_name"),
        "officer": Logged(),
        "purpose": Logged(),
        "purposeEn": Logged(),
        "purposeZh": Logged(),
        "legalBasis": Logged(),
        "case": Logged(),
        "fieldGroups": Logged(),
        "operation": Logged(),
        "rule": Logged(),
        "policyVersion": Logged(),
        "previous": Logged(),
        "commitment": Logged(),
        "record": Logged(),
        "salt": Logged(),
        "head": Logged(),
        "proof": Logged(),
        "erasedAt": Logged(),
    },
}
