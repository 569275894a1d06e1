"""Settings for all tests: a shared machine may be slow, which is no failure."""

from hypothesis import settings

settings.register_profile("tocsin", deadline=None)
settings.load_profile("tocsin")
