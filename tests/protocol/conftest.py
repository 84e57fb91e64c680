"""How the property tests of this folder run."""

from hypothesis import settings

# A time limit per example would judge how busy the machine is, not the code.
settings.register_profile("signet", deadline=None)
settings.load_profile("signet")
