"""Figures as the benchmarks print them."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(name: str, value: float) -> None:
    """key=value: three digits, and all those before the point."""
    print(f"{name}={value:.0f}" if abs(value) >= 100 else f"{name}={value:.3g}", flush=True)


def within(**limits: tuple[float, float]) -> int:
    """The exit status: 0 if each value keeps its limit, (value, limit); says which limits there are."""
    print("# limits: " + ", ".join(f"{name} <= {limit:g}" for name, (_, limit) in limits.items()))
    return 0 if all(value <= limit for value, limit in limits.values()) else 1
