/* The map in its page: built once; what moves is moved in place by calls from the console (MapView). */
/* global L, qt, QWebChannel */
"use strict";

const signet = { builds: 0 };

(() => {
    const FAR = 2;   // how many extra screens the names' canvas covers while the map is dragged: half on each side
    let map, bridge, colors, language = "en";
    const base = {};
    const seals = new Map();
    let track = null, names = null, cities = [];
    const points = [];

    /* ---- base map: coast, lakes, rivers; no borders */

    function unpack({ steps, lines }) {
        return lines.map((line) => {
            const out = [];
            let x = 0, y = 0;
            for (let i = 0; i < line.length; i += 2) {
                x += line[i];
                y += line[i + 1];
                out.push(L.latLng(y / steps, x / steps));
            }
            return out;
        });
    }

    async function loadBase() {
        const [file, list] = await Promise.all([fetch("base.json"), fetch("cities.json")]);
        const data = await file.json();
        cities = await list.json();
        const renderer = L.canvas({ pane: "base", padding: 0.3 });
        const area = { renderer, pane: "base", stroke: false, fillOpacity: 1, interactive: false };
        const [west, south, east, north] = data.box;
        base.world = L.polygon(unpack(data.world), area).addTo(map);
        base.box = L.rectangle([[south, west], [north, east]], { ...area, noClip: true }).addTo(map);
        const coast = { ...area, stroke: true, weight: 0.6, smoothFactor: 0.5 };
        base.near = L.polygon(unpack(data.near), { ...area, smoothFactor: 0.5 }).addTo(map);
        base.lakes = L.polygon(unpack(data.lakes), coast).addTo(map);
        const river = { renderer, pane: "base", weight: 1, interactive: false };
        base.rivers = L.polyline(unpack(data.rivers), river).addTo(map);
    }

    function paintBase() {
        if (!base.rivers) return;
        base.world.setStyle({ fillColor: colors.land });
        base.box.setStyle({ fillColor: colors.sea });
        base.near.setStyle({ fillColor: colors.land });
        base.lakes.setStyle({ fillColor: colors.sea, color: colors.river });
        base.rivers.setStyle({ color: colors.river });
    }

    /* ---- names of cities: one canvas, no two names over each other */

    const Names = L.Layer.extend({
        onAdd() {
            this._canvas = L.DomUtil.create("canvas", "names", map.getPane("names"));
            map.on("moveend zoomend resize", this.draw, this);
            map.on("zoomstart", this.hide, this);
            this.draw();
        },
        hide() {
            this._canvas.style.display = "none";
        },
        draw() {
            const size = map.getSize(), ratio = window.devicePixelRatio || 1, canvas = this._canvas;
            const width = size.x * FAR, height = size.y * FAR;
            const shift = L.point((width - size.x) / 2, (height - size.y) / 2);
            canvas.style.display = "";
            canvas.width = width * ratio;
            canvas.height = height * ratio;
            canvas.style.width = `${width}px`;
            canvas.style.height = `${height}px`;
            L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]).subtract(shift));
            const pen = canvas.getContext("2d");
            pen.scale(ratio, ratio);
            this.write(pen, shift, width, height);
        },
        write(pen, shift, width, height) {
            const zoom = map.getZoom(), taken = [];
            const marks = [...seals.values()].map((seal) => map.latLngToContainerPoint(seal.getLatLng()).add(shift));
            const most = zoom < 5 ? 1 : zoom < 7 ? 2 : 3;
            const family = getComputedStyle(map.getContainer()).fontFamily;
            pen.textBaseline = "middle";
            pen.lineJoin = "round";
            for (const [chinese, english, lat, lon, tier] of cities) {
                if (tier > most) continue;
                const at = map.latLngToContainerPoint([lat, lon]).add(shift);
                if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) continue;
                const text = language === "zh_CN" ? chinese : english;
                pen.font = `${tier === 1 ? "600 13px" : "12px"} ${family}`;
                const wide = pen.measureText(text).width;
                const left = marks.some((mark) => mark.distanceTo(at) < 16) ? 18 : 7; // beside a seal, not below it
                const box = [at.x - 4, at.y - 9, at.x + left + wide + 5, at.y + 9];
                if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) continue;
                taken.push(box);
                pen.fillStyle = tier === 1 ? colors.ink2 : colors.ink3;
                pen.beginPath();
                pen.arc(at.x, at.y, tier === 1 ? 2.5 : 2, 0, 7);
                pen.fill();
                pen.strokeStyle = colors.land;
                pen.lineWidth = 3;
                pen.strokeText(text, at.x + left, at.y);
                pen.fillText(text, at.x + left, at.y);
            }
        },
    });

    /* ---- seals: moved in place */

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

    function paintSeal(marker) {
        const { tone, selected } = marker.seal;
        marker.setStyle({
            radius: selected ? 10 : 7, weight: selected ? 3 : 2, opacity: 1, fillOpacity: 1,
            color: selected ? colors.cinnabar : colors.surface, fillColor: colors[tone] || colors.ink3,
        });
        if (selected) marker.bringToFront();
        const shown = marker.getTooltip();
        if (!shown || shown.options.permanent !== selected) {
            marker.unbindTooltip();
            const offset = [0, selected ? -10 : -7];
            marker.bindTooltip(words(marker.seal), { permanent: selected, direction: "top", offset });
        } else {
            marker.setTooltipContent(words(marker.seal));
        }
    }

    signet.setSeals = (list) => {
        const gone = new Set(seals.keys());
        for (const seal of list) {
            gone.delete(seal.id);
            let marker = seals.get(seal.id);
            if (!marker) {
                marker = L.circleMarker([seal.lat, seal.lon], { pane: "seals", renderer: signet.renderer }).addTo(map);
                marker.on("click", () => bridge.clicked(seal.id));
                seals.set(seal.id, marker);
            }
            marker.seal = seal;
            marker.setLatLng([seal.lat, seal.lon]);
            paintSeal(marker);
        }
        for (const id of gone) {
            seals.get(id).remove();
            seals.delete(id);
        }
        if (map.hasLayer(names)) names.draw();
    };

    signet.setTrack = (line) => {
        if (!line.length) {
            if (track) track.remove();
            track = null;
        } else if (track) {
            track.setLatLngs(line);
        } else {
            track = L.polyline(line, { pane: "tracks", renderer: signet.lines, weight: 3, interactive: false }).addTo(map);
            track.setStyle({ color: colors.accent });
        }
    };

    signet.setPoints = (list) => {
        while (points.length > list.length) points.pop().remove();
        list.forEach(({ lat, lon, label }, at) => {
            if (!points[at]) {
                points[at] = L.circleMarker([lat, lon], { pane: "tracks", renderer: signet.lines, radius: 4 }).addTo(map);
                points[at].bindTooltip("", { direction: "top" });
            }
            points[at].setLatLng([lat, lon]).setTooltipContent(document.createTextNode(label));
        });
        paintPoints();
    };

    function paintPoints() {
        const style = { color: colors.accent, weight: 2, fillColor: colors.surface, fillOpacity: 1 };
        points.forEach((point) => point.setStyle(style));
    }

    /* ---- what is in sight */

    signet.focus = (lat, lon, zoom) => map.setView([lat, lon], zoom, { animate: false });

    signet.showAll = () => {
        const all = [...seals.values(), ...points].map((marker) => marker.getLatLng());
        if (track) all.push(...track.getLatLngs());
        if (all.length) map.fitBounds(L.latLngBounds(all).pad(0.2), { maxZoom: 12, animate: false });
    };

    signet.setColors = (given) => {
        colors = given;
        for (const [name, value] of Object.entries(given)) document.documentElement.style.setProperty(`--${name}`, value);
        paintBase();
        seals.forEach(paintSeal);
        paintPoints();
        if (track) track.setStyle({ color: colors.accent });
        if (map.hasLayer(names)) names.draw();
    };

    signet.setLanguage = (tongue, zoomIn, zoomOut) => {
        language = tongue;
        for (const [part, text] of [["in", zoomIn], ["out", zoomOut]]) {
            const link = document.querySelector(`.leaflet-control-zoom-${part}`);
            link.title = text;
            link.setAttribute("aria-label", text);
        }
        if (map.hasLayer(names)) names.draw();
    };

    /* ---- for the console's tests: where things are */

    signet.sealAt = (id) => {
        const marker = seals.get(id);
        return marker ? { at: map.latLngToContainerPoint(marker.getLatLng()), stamp: L.stamp(marker) } : null;
    };

    function sized(element) {
        return new Promise((done) => {
            const watch = new ResizeObserver(() => {
                if (!element.clientWidth) return;
                watch.disconnect();
                done();
            });
            watch.observe(element);
        });
    }

    signet.start = async (made) => {
        signet.builds += 1;
        map = made;
        map.setMinZoom(3);
        map.setMaxZoom(17);
        map.setMaxBounds([[-70, -180], [80, 190]]);
        [["base", 200], ["names", 300], ["tracks", 410], ["seals", 420]].forEach(([name, depth]) => {
            map.createPane(name).style.zIndex = depth;
        });
        map.getPane("names").style.pointerEvents = "none";
        signet.lines = L.canvas({ pane: "tracks" });
        signet.renderer = L.canvas({ pane: "seals", tolerance: 4 });
        map.attributionControl.setPrefix(false).addAttribution("Natural Earth · GeoNames");
        L.control.scale({ imperial: false }).addTo(map);
        await loadBase();
        await sized(map.getContainer());
        map.invalidateSize(false);
        new QWebChannel(qt.webChannelTransport, (channel) => {
            bridge = channel.objects.bridge;
            bridge.opened();
        });
        names = new Names();
    };

    signet.show = () => {
        if (!map.hasLayer(names)) names.addTo(map);
    };
})();
