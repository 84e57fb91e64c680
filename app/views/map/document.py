"""The page of the map, written by folium with our own Leaflet; imported when the first map is shown (folium: 0.4 s)."""

from branca.element import Element
from folium import Map

HOST = "signet://map/"
CENTRE = (33.0, 107.0)
ZOOM = 4
SCRIPTS = ("leaflet.js", "qwebchannel.js", "datum.js", "page.js", "crowd.js", "seals.js", "tracks.js", "draw.js")


class _OfflineMap(Map):
    """folium's map takes Leaflet, jQuery and Bootstrap from the network; this one takes what it needs from us."""

    default_js = [(name, f"{HOST}{name}") for name in SCRIPTS]
    default_css = [("leaflet_css", f"{HOST}leaflet.css"), ("page_css", f"{HOST}page.css")]


def render() -> bytes:
    """The page as UTF-8 HTML."""
    made = _OfflineMap(
        location=CENTRE,
        zoom_start=ZOOM,
        tiles=None,
        prefer_canvas=True,
        zoom_control="bottomright",
        font_size="12px",
        zoom_snap=0.5,
    )
    root = made.get_root()
    # When the page is complete: folium writes the map's own script after this one.
    root.script.add_child(Element(f'addEventListener("load", () => signet.start({made.get_name()}));'))
    return root.render().encode()
