"""The organization at four moments of a use."""

import pytest

from domain.approvals import Approve
from tests.domain.world import APPLICANT, APPLY, APPROVER, AUTHORIZE, KEEPER, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def applied(world: World) -> World:
    world.do(APPLICANT, APPLY)
    return world


@pytest.fixture
def approved(applied: World) -> World:
    applied.do(APPROVER, Approve(application="app"))
    return applied


@pytest.fixture
def authorized(approved: World) -> World:
    approved.do(KEEPER, AUTHORIZE)
    return approved
