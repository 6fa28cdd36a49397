"""Every limit of the hub, with its unit and its reason. Nothing is unbounded."""

BODY_BYTES_MAX = 1024 * 1024  # a GraphQL request; a larger body is refused before it is read whole
QUERY_CHARACTERS_MAX = 64 * 1024  # of a document: values belong into the variables
QUERY_DEPTH_MAX = 10  # levels of selection: the longest documented question uses 8
QUERY_ALIASES_MAX = 15  # an alias repeats work
QUERY_ROOT_FIELDS_MAX = 5  # each is a statement
QUERY_TOKENS_MAX = 4000  # what the parser may read
VALIDATION_WORK_MAX = 20_000  # graphql-core's units, two a comparison: at its own 500,000, a document took seconds
PLANNED_FIELDS_MAX = 200  # columns of one plan, after fragments are resolved
ESTIMATED_ROWS_MAX = 10_000  # product of the page sizes down a branch
PAGE_SIZE_MAX = 100  # `first` and `last`
STATEMENT_SECONDS_MAX = 20  # server-side timeout of one statement
ANSWER_BYTES_MAX = 8 * 1024 * 1024  # an answer, serialised
READ_ATTEMPTS_MAX = 3  # a read that failed for a passing reason is asked again
REFUSAL_GRID_SECONDS = 0.1  # refusals leave on this grid of time, so that their timing tells nothing
CASES_ATTESTED_PER_DAY_MAX = 5  # OFFICER_ATTESTED cases an officer may open in a day
COUNTER_CODE_MINUTES = 15  # how long a resident's one-time code lives
SEARCH_TEXT_LENGTH_MAX = 100  # characters of a search
RADIUS_METRES_MAX = 20_000  # of a search on the map
BUDGET_WINDOW_MINUTES = 60  # budgets hold for any span of this length: a lunch break doesn't renew them
OFFICER_REQUESTS_MAX = 600  # of one officer in the window, ten a minute: a page of the explorer makes two or three
OFFICER_SUBJECTS_MAX = 300  # persons shown to one officer in the window: a busy counter serves thirty households
OFFICER_EXPORTS_MAX = 5  # files of a person's whole record in the window: each is printed, handed over, explained
OFFICERS_OF_A_CLIENT = 100  # a client's and a purpose's budgets are this many officers': a department at full work
PUBLIC_CHECKPOINT_SECONDS = 2.0  # how old the log's hourly checkpoint may be when it is shown: who asks may be many
