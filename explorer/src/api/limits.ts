// How many characters the hub takes of what one enters, under the names of model/limits.py (tests/test_limits.py).

export const CASE_NUMBER_CHARACTERS_MAX = 32;
export const NOTICE_ADDRESS_CHARACTERS_MAX = 254;
export const PROVISION_CHARACTERS_MAX = 200;
/** A reason or an answer; of objections and disclosures as many. */
export const RIGHTS_CHARACTERS_MAX = 1000;
export const SEARCH_TEXT_LENGTH_MAX = 100;
/** A document's number, and a code or a card's code with its hyphens. */
export const SHOWN_CHARACTERS_MAX = 40;
export const VIEW_NAME_CHARACTERS_MAX = 60;
