"""The synthetic city: files in the import's form about people who never were, the same for a seed on every machine.

No graph, no clock, no network here: a size, a seed and a day go in, files come out. `hub.demo.city.generator` is where to
start reading; `docs/synthetic-city.md` says what is believable in it and what is not.
"""

DEMO_ISSUER = "domicile-development"
"""The issuer of the demo's sign-ins: the development issuer built into the hub."""
