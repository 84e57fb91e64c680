"""What a chart shows; pyqtgraph is not needed to count."""

from dataclasses import dataclass

from app.views.i18n import number


@dataclass(frozen=True)
class Bar:
    """`key`: what stands behind it; `whole`: its name where there is room for all of it; `colour`: a token."""

    key: str
    name: str
    count: int
    whole: str = ""
    colour: str = "series1"

    @property
    def spoken(self) -> str:
        return f"{self.whole or self.name}: {number(self.count)}"
