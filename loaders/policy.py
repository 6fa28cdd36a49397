"""How the policy changed. The log holds the changes, each by its number; the graph adds what an office is called today."""

from loaders.source import Connection, Logged, Topic, Value

TOPIC: Topic = {
    "Query": {"policyChanges": Connection("policy/changes", order=("next.order",), listed="entries")},
    "PolicyChange": {
        "number": Logged(),
        "at": Logged(),
        "client": Logged(),
        "department": Logged("departmentEn"),
        "departmentZh": Logged(),
        "office": Logged(),
        "officeName": Value("access/office_name"),
        "versionBefore": Logged(),
        "versionAfter": Logged(),
        "opened": Logged(),
        "closed": Logged(),
        "previous": Logged(),
        "commitment": Logged(),
        "record": Logged(),
        "salt": Logged(),
        "proof": Logged(),
    },
}
