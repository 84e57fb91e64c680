"""Whom to call: the number of customer service (R-067, R-274)."""

import os
from collections.abc import Mapping

DEFAULT = "400-018-5858"  # the printed manual's; a deployment with a service of its own sets the variable
VARIABLE = "SIGNET_SERVICE_PHONE"


def service_phone(environment: Mapping[str, str] = os.environ) -> str:
    """As people write it."""
    return environment.get(VARIABLE, "").strip() or DEFAULT


def tel(phone: str) -> str:
    """The address under which a computer or a telephone dials it (RFC 3966)."""
    return "tel:" + "".join(sign for sign in phone if sign.isdigit() or sign == "+")
