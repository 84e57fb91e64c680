/* Tracks: lines by how a place was reached, the uses on them, where a replay stands, and permitted areas. */
/* global L, signet */
"use strict";

signet.part((map, bridge) => {
    const { colors } = signet;
    const LINES = { // what cannot have been travelled is not drawn as if it had
        move: { tone: "accent", weight: 3 },
        gap: { tone: "ink3", weight: 2, dashArray: "2 7" },
        jump: { tone: "danger", weight: 2, dashArray: "10 6" },
        back: { tone: "warn", weight: 2, dashArray: "1 5" },
        untimed: { tone: "warn", weight: 2, dashArray: "1 9" },
    };
    const lines = {}, areas = [];
    let cursor = null;

    const crowd = new signet.Crowd(map, {
        look: ({ tone, selected }) => ({
            shape: tone === "accent" ? "round" : tone, radius: selected ? 7 : 5, weight: 2,
            color: colors[tone] || colors.accent, fillColor: selected ? colors[tone] || colors.accent : colors.surface,
        }),
        words: ({ label }) => document.createTextNode(label),
        chosen: (point) => bridge.clicked_point(point.id),
    });

    function paintLines() {
        for (const [kind, line] of Object.entries(lines)) line.setStyle({ color: colors[LINES[kind].tone] }).bringToBack();
    }

    /* `parts`: lists of lines by kind. */
    signet.setTrack = (parts) => {
        for (const [kind, { weight, dashArray }] of Object.entries(LINES)) {
            const given = parts[kind] || [];
            if (lines[kind]) {
                lines[kind].setLatLngs(given);
            } else if (given.length) {
                const options = { ...signet.marks, weight, dashArray, interactive: false };
                lines[kind] = L.polyline(given, options).addTo(map);
            }
        }
        paintLines();
        paintAreas();
    };

    signet.setPoints = (list) => crowd.change(list, [...crowd.items.keys()]);
    signet.drawnPoints = () => crowd.marks.size;
    signet.trackSize = (kind) => (lines[kind] ? lines[kind].getLatLngs().flat().length : 0);

    /* Where a replay stands; none: it does not run. */
    signet.setCursor = (place) => {
        if (!place) {
            if (cursor) cursor.remove();
            cursor = null;
            return;
        }
        const [lat, lon, label] = place;
        if (!cursor) {
            const options = { ...signet.marks, radius: 8, weight: 3, fillOpacity: 1, interactive: false };
            cursor = L.circleMarker([lat, lon], options).addTo(map);
            cursor.bindTooltip("", { permanent: true, direction: "top", offset: [0, -8] });
        }
        cursor.setLatLng([lat, lon]).setTooltipContent(document.createTextNode(label));
        cursor.setStyle({ color: colors.cinnabar, fillColor: colors.surface }).bringToFront();
        if (!map.getBounds().pad(-0.1).contains([lat, lon])) map.panTo([lat, lon], { animate: false });
    };
    signet.cursorAt = () => (cursor ? map.latLngToContainerPoint(cursor.getLatLng()) : null);

    /* ---- permitted areas */

    const shape = ({ centre, radius, points }, options) =>
        (centre ? L.circle(centre, { ...options, radius }) : L.polygon(points, options));

    signet.setAreas = (list) => {
        while (areas.length) areas.pop().remove();
        for (const area of list) {
            const options = { ...signet.marks, weight: 2, dashArray: "6 4", fillOpacity: 0.08 };
            const made = shape(area, options).addTo(map);
            if (area.name) made.bindTooltip(document.createTextNode(area.name), { sticky: true });
            areas.push(made);
        }
        paintAreas();
    };
    signet.shape = shape;
    signet.areaBounds = () => areas.map((area) => area.getBounds());

    function paintAreas() {
        for (const area of areas) area.setStyle({ color: colors.accent, fillColor: colors.accent }).bringToBack();
    }

    return {
        all: () => [
            ...[...crowd.items.values()].map(({ lat, lon }) => [lat, lon]),
            ...Object.values(lines).flatMap((line) => line.getLatLngs().flat()),
        ],
        paint: () => {
            paintLines();
            paintAreas();
            crowd.repaint();
            if (cursor) cursor.setStyle({ color: colors.cinnabar, fillColor: colors.surface });
        },
        project: () => {
            crowd.forgetPlaces();
            crowd.layOut();
        },
    };
});
