/* The map in its page: built once; what moves is moved in place by calls from the console (MapView). */
/* global L, datum, qt, QWebChannel */
"use strict";

const signet = { builds: 0, colors: {}, parts: [] };

(() => {
    const FAR = 2;   // how many extra screens the names' canvas covers while the map is dragged: half on each side
    const CLOSEST = 17;
    const EDGE = 6;  // pixels between a label and the edge of the map
    const { colors } = signet;
    let map, language = "en", names = null, cities = [], tiles = null, parts = [];
    const base = {};

    /* What the other files make of the map, when it stands. */
    signet.part = (make) => signet.parts.push(make);
    signet.family = () => getComputedStyle(map.getContainer()).fontFamily;

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
            const marks = signet.written().map(({ at, text }) => ({ at: at.add(shift), text }));
            const most = zoom < 5 ? 1 : zoom < 7 ? 2 : 3;
            const family = signet.family();
            pen.textBaseline = "middle";
            pen.lineJoin = "round";
            pen.font = `600 12px ${family}`;
            for (const { at, text } of marks) taken.push([at.x - 8, at.y - 8, at.x + 8, at.y + 8]);
            for (const { at, text } of marks) {
                if (!text) continue;
                const wide = pen.measureText(text).width, here = at.x - shift.x, most = map.getSize().x - EDGE;
                const cut = here <= most && here + 13 + wide > most; // by the map's edge: it stands at the left
                this.put(pen, taken, text, cut ? at.x - 13 - wide : at.x + 13, at.y, colors.ink);
            }
            if (tiles) return; // they have names of their own
            for (const [chinese, english, lat, lon, tier] of cities) {
                if (tier > most) continue;
                const at = map.latLngToContainerPoint([lat, lon]).add(shift);
                if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) continue;
                const text = language === "zh_CN" ? chinese : english;
                pen.font = `${tier === 1 ? "600 13px" : "12px"} ${family}`;
                const left = marks.some((mark) => mark.at.distanceTo(at) < 16) ? 18 : 7; // beside a seal, not below it
                const ink = tier === 1 ? colors.ink2 : colors.ink3;
                if (!this.put(pen, taken, text, at.x + left, at.y, ink, left)) continue;
                if (left > 7) continue;
                pen.beginPath();
                pen.arc(at.x, at.y, tier === 1 ? 2.5 : 2, 0, 7);
                pen.fill();
            }
        },
        /* Written, unless something stands there. */
        put(pen, taken, text, x, y, ink, left = 0) {
            const box = [left === 7 ? x - 11 : x - 3, y - 9, x + pen.measureText(text).width + 5, y + 9];
            if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) return false;
            taken.push(box);
            pen.fillStyle = ink;
            pen.strokeStyle = colors.land;
            pen.lineWidth = 3;
            pen.strokeText(text, x, y);
            pen.fillText(text, x, y);
            return true;
        },
    });

    signet.writeNames = () => {
        if (names && map.hasLayer(names)) names.draw();
    };

    /* ---- labels of marks: what the edge of the map would cut is moved inside */

    const { getEvents, _setPosition: place } = L.Tooltip.prototype;
    L.Tooltip.include({
        getEvents() {
            return { ...getEvents.call(this), moveend: this._updatePosition };
        },
        _setPosition(at) {
            place.call(this, at);
            const put = L.DomUtil.getPosition(this._container), map = this._map;
            const left = map.layerPointToContainerPoint(put).x;
            const over = left + this._container.offsetWidth + EDGE - map.getSize().x;
            const by = left < EDGE ? EDGE - left : Math.min(0, Math.max(EDGE - left, -over));
            const seen = map.latLngToContainerPoint(this._latlng).x;
            if (by && seen >= 0 && seen <= map.getSize().x) L.DomUtil.setPosition(this._container, put.add([by, 0]));
        },
    });

    /* ---- what is in sight */

    signet.focus = (lat, lon, zoom) => map.setView([lat, lon], zoom, { animate: false });

    signet.panTo = (lat, lon) => map.panTo([lat, lon], { animate: false });

    signet.showAll = () => {
        const all = parts.flatMap((part) => part.all());
        if (all.length) map.fitBounds(L.latLngBounds(all).pad(0.2), { maxZoom: 12, animate: false });
    };

    signet.setColors = (given) => {
        Object.assign(colors, given);
        for (const [name, value] of Object.entries(given)) document.documentElement.style.setProperty(`--${name}`, value);
        paintBase();
        parts.forEach((part) => part.paint());
        signet.writeNames();
    };

    signet.setWords = (tongue, said) => {
        language = tongue;
        for (const part of ["in", "out"]) {
            const link = document.querySelector(`.leaflet-control-zoom-${part}`);
            link.title = said[part];
            link.setAttribute("aria-label", said[part]);
        }
        parts.forEach((part) => part.words && part.words(said));
        signet.writeNames();
    };

    /* ---- tiles above the base map; none: no `url` */

    signet.setGround = ({ url, gcj, low, high, said }) => {
        if (tiles) tiles.remove();
        tiles = null;
        const wanted = gcj ? signet.gcj : L.CRS.EPSG3857;
        if (map.options.crs !== wanted) {
            const [middle, zoom] = [map.getCenter(), map.getZoom()];
            map.options.crs = wanted;
            map._resetView(middle, zoom, true); // all that is drawn is projected anew
            parts.forEach((part) => part.project());
        }
        if (url) {
            const native = { minNativeZoom: low, maxNativeZoom: high };
            tiles = L.tileLayer(url, { ...native, pane: "tiles", maxZoom: CLOSEST, keepBuffer: 1 }).addTo(map);
        }
        const shown = document.createElement("span");
        shown.textContent = said;
        map.attributionControl.removeAttribution(signet.said).addAttribution(shown.innerHTML);
        signet.said = shown.innerHTML;
        signet.writeNames();
    };

    /* ---- for the console's tests */

    signet.placeOf = (lat, lon) => map.latLngToContainerPoint([lat, lon]);
    signet.loaded = () => (tiles ? Object.values(tiles._tiles).filter((tile) => tile.loaded).length : 0);
    signet.map = () => map;

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
        map.setMaxZoom(CLOSEST);
        map.setMaxBounds([[-70, -180], [80, 190]]);
        const panes = [["base", 200], ["tiles", 210], ["names", 300], ["marks", 410], ["drawing", 430]];
        panes.forEach(([name, depth]) => {
            map.createPane(name).style.zIndex = depth;
        });
        map.getPane("names").style.pointerEvents = "none";
        map.getPane("drawing").style.pointerEvents = "none";
        // One canvas for all of them: a second one above it would take the pointer away from what lies below.
        signet.marks = { pane: "marks", renderer: L.canvas({ pane: "marks", tolerance: 4 }) };
        signet.gcj = datum.crs(L);
        map.attributionControl.setPrefix(false);
        L.control.scale({ imperial: false }).addTo(map);
        await loadBase();
        await sized(map.getContainer());
        map.invalidateSize(false);
        new QWebChannel(qt.webChannelTransport, ({ objects: { bridge } }) => {
            parts = signet.parts.map((make) => make(map, bridge));
            bridge.opened();
        });
        names = new Names();
    };

    signet.show = () => {
        if (!map.hasLayer(names)) names.addTo(map);
    };
})();
