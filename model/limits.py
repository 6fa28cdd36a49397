"""Every limit of the hub, with its unit and its reason. Nothing is unbounded."""

CONNECTIONS_MAX = 4_096  # of all clients; lowered to what the system lets a process open
CONNECTIONS_OF_AN_ADDRESS_MAX = 512  # a whole office behind one address: some eighty browsers, six connections each
REQUESTS_MAX = 512  # under way, of all: more would only wait for one another
REQUESTS_OF_AN_ADDRESS_MAX = 128  # under way
STATEMENTS_OF_A_CALLER_MAX = 4  # under way in the graph: more of one caller only take the turns of others
HEADER_BYTES_MAX = 32 * 1024  # of a request: a token has two or three kB
HEADER_SECONDS_MAX = 10  # from the first connection, or its first byte, to the end of a header
BODY_SECONDS_MAX = 30  # from there to the end of a body: 1 MiB over a slow telephone
IDLE_SECONDS_MAX = 30  # between two requests of one connection
TAKING_SECONDS_MAX = 30  # until a client takes what was sent to it
BODY_BYTES_MAX = 1024 * 1024  # a GraphQL request; a larger body is refused before it is read whole
QUERY_CHARACTERS_MAX = 64 * 1024  # of a document: values belong into the variables
QUERY_DEPTH_MAX = 10  # levels of selection: the longest documented question uses 8
QUERY_ALIASES_MAX = 15  # once fragments are spread: an alias repeats work
QUERY_ROOT_FIELDS_MAX = 5  # each is a statement
QUERY_FIELDS_MAX = 1_000  # once fragments are spread: all columns of five plans; what tools ask of the contract has 200
EXPANDED_LEVELS_MAX = 30  # likewise, connections' wrappers and types of types among them: tools ask for 15
VARIABLE_VALUES_MAX = 1_000  # at any depth: the longest list that is taken has a hundred
COMPLETED_FIELDS_MAX = 200_000  # of one answer: some seconds of work, in steps; the whole contract has 18,000
PREPARED_ANSWERS_MAX = 16  # about the contract alone, kept as they were sent: tools have some documents of their own
PREPARED_BYTES_MAX = 1024 * 1024  # of one with its question; the whole contract has half of it
QUERY_TOKENS_MAX = 4000  # what the parser may read
VALIDATION_WORK_MAX = 20_000  # graphql-core's units, two a comparison: at its own 500,000, a document took seconds
PLANNED_FIELDS_MAX = 200  # columns of one plan, after fragments are resolved
ESTIMATED_ROWS_MAX = 10_000  # product of the page sizes down a branch
PAGE_SIZE_MAX = 100  # `first` and `last`
OPERATORS_MIN = 2  # who sign a statement: what the register rests on is nobody's alone
COORDINATION_CHANGES_PER_DAY_MAX = 100  # of offices, staff and units by its own sign-in: more takes two operators
STAFF_OF_AN_OFFICE_MAX = 200  # who are ended with it in one statement, which two people read
STAFFING_DAYS_AHEAD_MAX = 366  # on which somebody starts or ends: a contract's term, and no date of a slip
OPEN_CASES_NAMED_MAX = 1_000  # of an officer or an office that ends; more than anybody holds
STATEMENT_MINUTES_MAX = 60  # from its making to its carrying out: both sign, in one afternoon or on the telephone
SETTLE_AFTER_SECONDS = 30.0  # after a write whose end is not known: the graph has ended its statement by then
SETTLE_AGAIN_SECONDS = 1.0  # until it is asked again
SETTLE_OTHERS_SECONDS = 60.0  # between two looks for what a process left open that is no more
MARKS_PAGE = 10_000  # writes that are held against the log at once
STATEMENT_SECONDS_MAX = 20  # server-side timeout of one statement
ANSWER_BYTES_MAX = 8 * 1024 * 1024  # an answer, serialised
READ_ATTEMPTS_MAX = 3  # a read that failed for a passing reason is asked again
NOTICES_PER_BATCH_MAX = 100  # residents told in one write: what is sent twice when a run is broken off
RETENTION_NODES_PER_BATCH = 500  # facts, cases and notices erased in one write, with an entry for each of their persons
RETENTION_PERSONS_PER_BATCH = 50  # whole records, or chains of the log, erased in one write
RETENTION_SECONDS_MAX = 120  # one statement of it: it goes through the whole register
RETENTION_CHAINS_MAX = (
    10_000_000  # chains of the log that are counted, about 1 GB: more than a large city has residents
)
CHECK_ROWS_PER_PAGE = 10_000  # nodes that `graph check` reads at once
CHECK_CONFLICTS_MAX = 10_000  # that it lists; behind these something larger is wrong
SMTP_SECONDS_MAX = 30  # one answer of the mail server
REFUSAL_GRID_SECONDS = 0.1  # refusals leave on this grid of time, so that their timing tells nothing
REFUSALS_FREE = (
    20  # of one caller in the time below; beyond these one leaves in each step of the grid, behind the one before
)
REFUSALS_SECONDS = 60
REFUSALS_CALLERS_MAX = 10_000  # of whom it is known how often they were refused
CASES_ATTESTED_PER_DAY_MAX = 5  # OFFICER_ATTESTED cases an officer may open in a day
CONSENT_DAYS_MAX = 90  # how long a consent lasts at most, whatever the term of its case
CONSENTS_PER_CASE_MAX = 50  # versions of consents in one case: giving and revoking in turns would fill the graph
SHOWN_CHARACTERS_MAX = 40  # of a document number, a code, and a card's code with its hyphens
COUNTER_CODE_MINUTES = 15  # how long a resident's one-time code lives
LETTER_CODE_DAYS = 21  # how long a code in a letter lives: the post takes some, and the way to a counter too
LETTER_WAIT_DAYS_MAX = 30  # how long a letter waits until it is sent
LETTER_AGAIN_DAYS_MIN = 7  # between two letters to a resident: nobody's letter-box is a place to flood
LETTER_ADDRESS_DAYS_MIN = (
    14  # how long an address is on the record before a letter goes there: a new one could be another's
)
ISSUER_NAMES_SECONDS = 10  # between two looks into the log for what issuers were called before
LINKING_CODE_MINUTES = 60  # how long a code that links a sign-in lives: to be typed at the counter, or in the hall
COUNTER_REFUSALS_PER_DAY_MAX = 50  # openings refused to an officer in a day; then all are: so that guessing ends
COUNTER_CHALLENGE_MINUTES = 5  # how long a passkey may take to sign at a counter
PASSKEY_CHALLENGE_MINUTES = 5  # how long a new passkey may take to sign
PASSKEYS_MAX = 5  # that a resident may have: a telephone, a key, and what replaces them
CASES_OPEN_ONLINE_MAX = 5  # that a resident opened online and that are open: a clerk's list is no place to flood
OBJECTION_CHARACTERS_MAX = 1000  # of a reason or an answer
OBJECTION_ANSWER_DAYS = 30  # within which the data-protection office answers (GDPR art. 12 (3): a month)
OBJECTIONS_OPEN_MAX = 20  # of one resident: each is read by a person at the office
RESTRICTIONS_MAX = 200  # of one resident, lifted ones too: setting and lifting in turns would fill the graph
TRANSFER_BLOCKS_MAX = 200  # likewise
RIGHTS_CHARACTERS_MAX = 1000  # of a reason for a restriction, a refusal or an appeal, and of its answer
PROVISION_CHARACTERS_MAX = 200  # of the provision by which a case is refused: an article, not an essay
BREACH_PAGE_PERSONS = 2_000  # ids that are held against the log at once, while a breach is told
APPEAL_DAYS = 30  # within which a refusal may be appealed against
APPEAL_ANSWER_DAYS = 30  # within which the superior office answers
APPEAL_CASE_DAYS = 180  # how long an appeal's case lasts: longer than the answer may take, a late one must be possible
DISCLOSURE_CHARACTERS_MAX = 1000  # of a reason, the office's or the resident's
DISCLOSURES_PER_CASE_MAX = 3  # how often a protected address is asked for in one case: asking on is no way to a yes
HIDDEN_ENTRIES_MAX = 1000  # entries that a resident keeps off their screen one by one: some 5 kB, sealed
HIDDEN_CASES_MAX = 100  # cases: as many as `me { cases }` lists
CASE_NUMBER_CHARACTERS_MAX = 32  # of a case's number, imported ones too
CONTESTED_ENTRIES_MAX = (
    100  # entries shown of a processing that is objected to, the newest: what a person reads through
)
SAMPLE_ENTRIES_MAX = 20  # of one audit: what an officer looks at with care in a day; more would be browsing
SAMPLES_PER_DAY_MAX = 1  # drawn by one officer: who draws again until it fits has no sample
SAMPLE_TRIES = 50  # places that are drawn for each entry wanted: outcomes and residents' own looks are passed over
SAMPLE_SEED_SECONDS_MAX = 15  # until a checkpoint holds the draw: they come each second
SCREEN_LICENCES_MAX = 100  # of natural persons, whose numbers stand on one exported screen: each is an entry
NOTICE_ADDRESS_CHARACTERS_MAX = 254  # of an e-mail address (RFC 5321); a number or a postal address is shorter
VIEW_DAYS = 90  # how long a saved view lasts: an inspection's work, and no archive
VIEW_DRAFT_DAYS = 14  # how long what the explorer keeps by itself lasts: a holiday
VIEW_NAME_CHARACTERS_MAX = 60  # of its name: a word or two for colleagues, and no room for a note
VIEW_BYTES_MAX = 384 * 1024  # of its content: 2,000 things, some 110 bytes each, and what was opened of them
VIEW_THINGS_MAX = 2_000  # what the explorer shows at once
VIEW_OPENED_MAX = 2_000  # relationships that were opened, some 50 bytes each
VIEWS_PER_OFFICER_MAX = 50  # that last: who keeps more finds none of them again
SEARCH_TEXT_LENGTH_MAX = 100  # characters of a search
RADIUS_METRES_MAX = 20_000  # of a search on the map
BUDGET_WINDOW_MINUTES = 60  # budgets hold for any span of this length: a lunch break doesn't renew them
OFFICER_REQUESTS_MAX = 600  # of one officer in the window, ten a minute: a page of the explorer makes two or three
MISS_REQUESTS = 20  # what a number that leads to nothing costs: thirty in the window; who reads them off a paper is wrong less often
LINKING_REQUESTS = MISS_REQUESTS  # what a try at a linking code costs the sign-in, a right one too
LINKING_TRIES_MAX = (
    10_000  # codes that all sign-ins together try in the window: a city that links everybody needs fewer
)
OFFICER_SUBJECTS_MAX = 300  # persons shown to one officer in the window: a busy counter serves thirty households
OFFICER_EXPORTS_MAX = 5  # files of a person's whole record in the window: each is printed, handed over, explained
KEPT_BYTES_MAX = 64 * 1024 * 1024  # of a file that a resident checks; the hub makes none of more than some five
EXPORT_BYTES_MAX = 5 * 1024 * 1024  # of one export, which stands in an answer as a text, so that its quotes are doubled
EXPORT_ENTRIES_MAX = 2_000  # log entries of one export, about 2 kB each; the rest comes by their numbers
EXPORT_VERSIONS_MAX = 500  # points in time at which one export asks for the facts: a statement each
PRESENCE_HOURS_MAX = 2  # since the resident's proof opened the case: so long they stand at the counter, at most
EXPORT_LIST_MAX = 10_000  # cases, objections and the like in one export; all that anybody has
EXPORT_PROOF_LOOKS = 40  # for a checkpoint that holds an export's own entry, ten a second: one comes each second
OFFICERS_OF_A_CLIENT = 100  # a client's and a purpose's budgets are this many officers': a department at full work
PUBLIC_CHECKPOINT_SECONDS = 2.0  # how old the log's hourly checkpoint may be when it is shown: who asks may be many
