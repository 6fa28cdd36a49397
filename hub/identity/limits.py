"""The limits of identity, each with its unit and its reason."""

TOKEN_BYTES_MAX = 8 * 1024  # a whole compact token; what HTTP servers take as one header line
TOKEN_HEADER_BYTES_MAX = 1024  # its first part, which is parsed before any signature is checked
TOKEN_SIGNATURE_BYTES_MAX = 1024  # its last part: RSA of 4096 bits takes 683
TOKEN_LEEWAY_SECONDS = 60  # how far the issuer's clock and ours may be apart
TOKEN_LIFETIME_SECONDS_MAX = 24 * 3600  # from `iat` to `exp`: a stolen token must not serve for weeks
CLAIM_LENGTH_MAX = 255  # characters of `azp`, `sub` and `office`; OIDC's limit for `sub`
RSA_BITS_MIN = 2048  # RFC 7518, section 3.3
RSA_BITS_MAX = 4096  # a larger key only makes each check slow

ISSUER_FETCH_SECONDS_MAX = 5  # discovery and key set together; requests wait for it
ISSUER_BODY_BYTES_MAX = 256 * 1024  # either document; a key set of 64 RSA keys takes 60 KiB
ISSUER_KEYS_MAX = 64  # keys in a set; real issuers publish two to ten
ISSUER_KEYS_AGE_SECONDS_MAX = 300  # then they are fetched again: how long a withdrawn key may still be trusted
ISSUER_KEYS_OUTAGE_SECONDS_MAX = 4 * 3600  # how long old keys serve while the issuer does not answer
ISSUER_COOLDOWN_SECONDS = 30  # between fetches that succeeded: made-up key ids cost the issuer no more than this
ISSUER_RETRY_SECONDS = 5  # between fetches that failed
ISSUER_PAUSE_SECONDS = 10  # after it did not answer: no session asks for a new token, and no page waits for it

DEVELOPMENT_TOKEN_SECONDS = 8 * 3600  # a working day

DEVELOPMENT_CODE_SECONDS = 60  # from the sign-in page to the token: the browser goes there at once
DEVELOPMENT_CODES_MAX = 1000  # that wait to be exchanged
DEVELOPMENT_FORM_BYTES_MAX = 16 * 1024  # of a form that the development issuer reads

ISSUER_DOCUMENT_AGE_SECONDS_MAX = 300  # of the discovery document: how long a moved address may still be used
REFRESH_TOKEN_CHARACTERS_MAX = 8 * 1024  # a longer one isn't kept, and the session ends with its token
SESSION_SECONDS_MAX = 12 * 3600  # of a browser's session, refreshed or not: a shift, and a browser left open ends
SESSIONS_MAX = 100_000  # at once, about 4 kB each: more than a large city's offices and residents of an hour
SESSION_RENEWAL_SECONDS_MAX = 2  # that a request waits for a new token while the old one still holds
SESSION_FRESH_SECONDS_MIN = 30  # a token with less left is refreshed before it is used
SESSION_BODY_BYTES_MAX = 4 * 1024  # of what the explorer writes into its session
SIGN_IN_SECONDS_MAX = 600  # from the hub to the issuer and back: who needs longer starts again
REFUSALS_LOGGED_MAX = 60  # lines about refused sign-ins, in so many seconds: more say nothing new, and fill a disk
REFUSALS_LOGGED_SECONDS = 60
SIGNED_OUT_SECONDS = 600  # after signing out the start page says how it stands with the issuer's own session
LOGOUT_BODY_BYTES_MAX = 16 * 1024  # of an issuer's word that a session has ended: one token in a form
SIGN_IN_COOKIES_MAX = 4  # sign-ins under way in one browser: as many tabs as somebody opens at once

PASSKEY_PART_CHARACTERS_MAX = 4096  # of one part of a browser's answer, in base64url; an RSA attestation is the longest
