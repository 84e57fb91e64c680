"""The API answers what its document says, whatever it is asked: every operation, with values inside and outside of
what is allowed (schemathesis). Longer: `SIGNET_FUZZ=1000 pytest tests/cloud/test_api_fuzzed.py`."""

import asyncio
import os
from contextlib import suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.cloud.act_table import application, department, photo
from tests.cloud.company import SERIAL, Company, found_company
from tests.cloud.systems import System
from tests.cloud.test_pull import impression, put
from tests.cloud.world import Cloud

BAD_REQUEST = 400
EXAMPLES = int(os.environ.get("SIGNET_FUZZ", "8"))
PATIENT = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 100,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


async def _lived_in(cloud: Cloud) -> Company:
    company = await found_company(cloud)
    await company.member.done(application(company))
    await company.owner.done(department(company))
    await company.keeper.done(company.authorize("use"))
    await company.member.done(photo(company))
    await put(cloud, impression(company.owner, 1, company.member.member, SERIAL))
    return company


def _fuzz(address: str, word: str) -> int:
    """How many operations were tried."""
    config = SchemathesisConfig()
    config.projects.default.generation.with_security_parameters = False  # each request brings the token
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        tried += 1
        for mode in GenerationMode:

            @PATIENT
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                headers = {"Authorization": f"Bearer {word}", "Accept-Language": "en"}
                answer = case.call(base_url=f"{address}/api/v1", headers=headers)
                # A cursor is what a page gave: no schema says which text is one.
                guessed = [positive_data_acceptance] if answer.status_code == BAD_REQUEST else []
                case.validate_response(answer, excluded_checks=guessed)

            with suppress(Unsatisfiable):  # an operation without parameters has none that do not fit
                ask()
    return tried


async def test_whatever_it_is_asked_it_answers_as_its_document_says(cloud: Cloud) -> None:
    company = await _lived_in(cloud)
    system = await System.given(company.owner)
    mounted = next(route for route in cloud.app.routes if getattr(route, "path", "") == "/api/v1")
    mounted.app.state.pace._most = 10**9  # pyright: ignore[reportAttributeAccessIssue]
    tried = await asyncio.to_thread(_fuzz, cloud.address, system.word)
    assert tried == len((await system.get("/openapi.json"))[1]["paths"])
