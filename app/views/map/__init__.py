"""The map: a page of our own in a web view, with no network. WebEngine and folium are loaded when it is first shown."""

from app.views.map.view import MapPoint, MapView, SealMarker, register_scheme

__all__ = ["MapPoint", "MapView", "SealMarker", "register_scheme"]
