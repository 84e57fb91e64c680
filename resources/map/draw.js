/* A permitted area is drawn: a circle by its centre and its rim, a polygon corner by corner; or a place is shown. */
/* global L, signet */
"use strict";

signet.part((map, bridge) => {
    const { colors } = signet;
    const SAME = 10; // pixels within which a click means the first corner
    const MOST = 64; // corners (domain/geo.py)
    let kind = "", corners = [], shown = null;
    const renderer = L.svg({ pane: "drawing" }); // few, and moved with the pointer

    function clear() {
        corners = [];
        if (shown) shown.remove();
        shown = null;
    }

    function show(pointer) {
        if (shown) shown.remove();
        shown = null;
        const options = {
            pane: "drawing", renderer, color: colors.cinnabar, fillColor: colors.cinnabar, weight: 2, fillOpacity: 0.08,
            interactive: false,
        };
        if (!corners.length) return;
        const ends = pointer ? [...corners, pointer] : corners;
        if (kind === "circle") {
            const radius = pointer ? corners[0].distanceTo(pointer) : 1;
            shown = L.circle(corners[0], { ...options, radius }).addTo(map);
        } else {
            shown = L.polygon(ends, options).addTo(map);
        }
    }

    function end(drawn) {
        clear();
        bridge.drew(JSON.stringify(drawn));
    }

    function closes(at) {
        if (corners.length < 3) return false;
        const [first, here] = [corners[0], at].map((each) => map.latLngToContainerPoint(each));
        return first.distanceTo(here) <= SAME;
    }

    const pair = ({ lat, lng }) => [lat, L.Util.wrapNum(lng, [-180, 180], true)];

    function finish() {
        if (kind === "polygon" && corners.length >= 3) end({ points: corners.map(pair) });
    }

    function put(at) {
        if (kind === "place") {
            end({ place: pair(at) });
        } else if (kind === "circle" && corners.length) {
            end({ centre: pair(corners[0]), radius: Math.round(corners[0].distanceTo(at)) });
        } else if (kind === "polygon" && closes(at)) {
            finish();
        } else if (corners.length < MOST) {
            corners.push(at);
            show(null);
        }
    }

    map.on("click", ({ latlng }) => kind && put(latlng));
    map.on("mousemove", ({ latlng }) => kind && corners.length && show(latlng));
    const KEYS = { // at the middle of the map, which the arrow keys move
        " ": () => put(map.getCenter()),
        Enter: () => (
            kind === "place" || (kind === "circle" && corners.length) ? put(map.getCenter()) : finish()
        ),
        Backspace: () => {
            corners.pop();
            show(null);
        },
        Escape: () => clear(),
    };
    map.getContainer().addEventListener("keydown", (event) => {
        if (!kind || event.target !== map.getContainer() || !KEYS[event.key]) return;
        if (event.key === "Escape" && !corners.length) return; // then it closes what the map stands in
        KEYS[event.key]();
        event.preventDefault();
        event.stopPropagation();
    });

    /* "circle", "polygon", "place" (a click), or nothing is drawn any more. */
    signet.draw = (wanted) => {
        kind = wanted;
        clear();
        map.doubleClickZoom[kind ? "disable" : "enable"]();
        map.getContainer().classList.toggle("drawing", Boolean(kind));
        if (kind === "place") map.getContainer().focus({ preventScroll: true }); // for the keys
    };
    signet.drawing = () => Boolean(kind);

    return { all: () => [], paint: () => show(null), project: () => clear() };
});
