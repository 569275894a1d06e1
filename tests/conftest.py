"""Settings for all tests: a shared machine may be slow, which is no failure."""

import os
from pathlib import Path

from hypothesis import settings

# Whoever runs the tests may have a codebook folder of their own, which is not what is tested.
os.environ["TOCSIN_HOME"] = str(Path(__file__).parent / "nobodys-home")

settings.register_profile("tocsin", deadline=None)
settings.load_profile("tocsin")
