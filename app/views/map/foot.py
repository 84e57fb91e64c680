"""Below the map: where the chosen seal is and what can be done with it, or a track in a line and its replay."""

from PySide6.QtWidgets import QWidget

from app.views.address import ExactAddress
from app.views.map.replay import ReplayBar
from app.views.widgets import button, column, label, row


class MapFoot(QWidget):
    """`track_words` are in sight as soon as the map is painted."""

    def __init__(self, replay: ReplayBar, address: ExactAddress) -> None:
        super().__init__()
        self.address = address
        self._where = label("", "body", cut=True)
        self._where.setObjectName("map.where")
        self.track_words = label("", "caption", cut=True)
        self.track_words.setObjectName("map.ready")
        keeps = self.track_words.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # else the map would be another size as soon as it is seen
        self.track_words.setSizePolicy(keeps)
        self.track_words.hide()
        self._asked = label("", "caption", wrap=True)
        self._asked.setObjectName("map.asked")
        self._asked.hide()
        self._summary = label("", "body", wrap=True)
        self._summary.setObjectName("map.summary")
        self.locate = button(self.tr("Locate"), "plain", "crosshair")
        self.follow = button(self.tr("Follow"), "ghost", "navigation-arrow")
        self.follow.setCheckable(True)
        self.details = button(self.tr("Details"), "ghost")
        self.settings = button(self.tr("Settings"), "ghost")
        for name in ("locate", "follow", "details", "settings"):
            getattr(self, name).setObjectName(f"map.{name}")
        self._seal = QWidget()
        doing = row(self.track_words, self.locate, self.follow, self.details, self.settings, gap=6)
        doing.setStretch(0, 1)
        layout = column(self._where, gap=6)  # a place has many words: not beside the buttons
        layout.addLayout(doing)
        layout.addWidget(self._asked)
        self._seal.setLayout(layout)
        self._replay = replay
        self.setLayout(column(self._seal, self._summary, address, replay, gap=8))
        self.set_mode(now=True, track=False)

    def set_mode(self, *, now: bool, track: bool) -> None:
        """The seals as they are now, a track, or neither of them."""
        self._seal.setVisible(now)
        self._summary.setVisible(not now)
        self._replay.setVisible(track)

    def show_seal(self, where: str, track: str, asked: str) -> None:
        self._where.setText(where)
        self.track_words.setText(track)
        self._asked.setText(asked)
        self._asked.setVisible(bool(asked))

    def show_track(self, summary: str) -> None:
        self._summary.setText(summary)
