"""What was done to the register as a whole by two operators, or by the coordination office. The log holds it, each act by its number; of the graph nothing is asked."""

from loaders.source import Connection, Logged, Topic

TOPIC: Topic = {
    "Query": {"operatorActs": Connection("policy/changes", order=("next.order",), listed="entries")},
    "OperatorAct": {
        "number": Logged(),
        "at": Logged(),
        "act": Logged(),
        "arguments": Logged(),
        "operators": Logged(),
        "office": Logged(),
        "outcome": Logged(),
        "previous": Logged(),
        "commitment": Logged(),
        "record": Logged(),
        "salt": Logged(),
        "proof": Logged(),
    },
}
