from tests.app.models.conftest import store

__all__ = ["store"]
