"""Figures as the benchmarks print them."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(name: str, value: float, limit: float | None = None) -> None:
    """key=value, and its limit where there is one."""
    print(f"{name}={value:.3g}" + (f"  (limit {limit:g})" if limit is not None else ""), flush=True)
