"""Domicile in one package: the wheel's carrier of `hub`, `schema`, `resolvers` and `loaders`.

Importing it changes nothing; `domicile.__main__` and `domicile.asgi` make the four importable.
"""
