"""Who may open the operator's pages, at the command line: `main.py cloud … operator add|reset|disable|enable|list`."""

import argparse

from cloud.operating import Order, What

WORD = "operator"
HELP = "who may open the operator's pages, and end"


def add(operator: argparse.ArgumentParser) -> None:
    """What may follow the word."""
    acts = operator.add_subparsers(dest="operator", required=True)
    for act, said in (
        ("add", "a new one; his first password and the address for his authenticator are printed"),
        ("reset", "a new password and authenticator for one who has lost them"),
        ("disable", "he signs in no more, and is out at once"),
        ("enable", "he may sign in again"),
    ):
        acts.add_parser(act, help=said).add_argument("name", metavar="NAME")
    acts.add_parser("list", help="who there is")


def order(given: argparse.Namespace) -> Order:
    """What was said."""
    return Order(
        What.LIST_OPERATORS if given.operator == "list" else What(f"{given.operator}-operator"),
        name=getattr(given, "name", ""),
    )
