/* The seals: in colour, shape and words, moved in place; one is walked to from another with the keys. */
/* global L, signet */
"use strict";

signet.part((map, bridge) => {
    const WRITTEN = 60; // how many are written beside their marks
    const { colors } = signet;
    const spoken = L.DomUtil.create("div", "spoken", map.getContainer());
    spoken.setAttribute("role", "status");

    function words(seal) {
        const held = document.createElement("span");
        held.append(seal.name);
        if (seal.state) {
            const state = document.createElement("span");
            state.className = "state";
            state.textContent = ` · ${seal.state}`;
            held.append(state);
        }
        return held;
    }

    function look({ tone, selected }) {
        return {
            shape: tone, radius: selected ? 10 : 7, weight: selected ? 3 : 2, fillOpacity: 1,
            color: selected ? colors.cinnabar : colors.surface, fillColor: colors[tone] || colors.ink3,
        };
    }

    const crowd = new signet.Crowd(map, {
        look, words,
        chosen: (seal) => bridge.clicked(seal.id), gathered: () => signet.writeNames(),
    });

    signet.setSeals = (list) => signet.changeSeals(list, [...crowd.items.keys()]);
    signet.changeSeals = (list, gone) => crowd.change(list, gone);

    /* What the names of cities make room for: places in pixels, and what is written there. */
    signet.written = () => {
        const single = [...crowd.marks.values()].map(({ items }) => items);
        const few = single.length <= WRITTEN;
        return single.map((items) => ({
            at: map.latLngToContainerPoint([items[0].lat, items[0].lon]),
            text: few && items.length === 1 && !items[0].selected ? `${items[0].name} · ${items[0].state}` : "",
        }));
    };

    /* Where a seal is drawn, for the console's tests: alone, or with how many others. */
    signet.sealAt = (id) => {
        for (const mark of crowd.marks.values()) {
            if (!mark.items.some((item) => item.id === id)) continue;
            const at = map.latLngToContainerPoint(mark.getLatLng());
            return { at, stamp: L.stamp(mark), together: mark.items.length };
        }
        return null;
    };
    signet.drawnSeals = () => crowd.marks.size;
    signet.spoken = () => spoken.textContent;

    /* ---- with the keys */

    function walk(step) {
        const all = [...crowd.items.values()];
        if (!all.length) return;
        const at = all.findIndex((seal) => seal.selected);
        const next = all[(at + step + all.length) % all.length];
        spoken.textContent = `${next.name} · ${next.state}`;
        if (!map.getBounds().contains([next.lat, next.lon])) map.panTo([next.lat, next.lon], { animate: false });
        bridge.clicked(next.id);
    }

    const KEYS = { n: () => walk(1), PageDown: () => walk(1), p: () => walk(-1), PageUp: () => walk(-1) };
    map.getContainer().addEventListener("keydown", (event) => {
        if (event.target !== map.getContainer() || event.ctrlKey || event.altKey || event.metaKey) return;
        const chosen = [...crowd.items.values()].find((seal) => seal.selected);
        if (event.key === "Enter" && chosen && !signet.drawing()) bridge.opened_seal(chosen.id);
        else if (KEYS[event.key]) KEYS[event.key]();
        else return;
        event.preventDefault();
    });

    return {
        all: () => [...crowd.items.values()].map(({ lat, lon }) => [lat, lon]),
        paint: () => crowd.repaint(),
        project: () => {
            crowd.forgetPlaces();
            crowd.layOut();
        },
        words: (said) => map.getContainer().setAttribute("aria-label", said.map),
    };
});
