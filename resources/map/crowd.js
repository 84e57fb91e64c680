/* Marks on the map: each has a shape beside its colour, and those that would lie over each other are one, counted. */
/* global L, signet */
"use strict";

(() => {
    const MANY = 2000;    // from this many on they are gathered widely
    const WIDE = 44, NEAR = 24; // pixels within which they are gathered, then and else
    const WORST = ["danger", "cinnabar", "warn", "accent", "ok", "neutral"];

    /* An outline by the tone: what is said in colour is said in shape as well. */
    const OUTLINES = {
        danger: (pen, x, y, r) => pen.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76),
        warn: (pen, x, y, r) => corners(pen, [[x, y - r * 1.1], [x + r * 1.1, y + r * 0.85], [x - r * 1.1, y + r * 0.85]]),
        neutral: (pen, x, y, r) => corners(pen, [[x, y - r * 1.15], [x + r * 1.15, y], [x, y + r * 1.15], [x - r * 1.15, y]]),
        round: (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
    };

    function corners(pen, points) {
        points.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
        pen.closePath();
    }

    const Mark = L.CircleMarker.extend({
        _updatePath() {
            const drawn = this._renderer;
            if (!drawn._drawing || this._empty()) return;
            const pen = drawn._ctx, { x, y } = this._point;
            pen.beginPath();
            (OUTLINES[this.options.shape] || OUTLINES.round)(pen, x, y, this._radius);
            drawn._fillStroke(pen, this);
            if (!this.options.count) return;
            pen.font = `600 ${this.options.count > 999 ? 10 : 12}px ${signet.family()}`;
            pen.textAlign = "center";
            pen.textBaseline = "middle";
            pen.fillStyle = this.options.ink;
            pen.fillText(this.options.count, x, y + 0.5);
        },
    });

    /* `look(item)`: the options of its mark; `words(item)`: what its tooltip says; `chosen(item)`: a click. */
    signet.Crowd = class {
        constructor(map, { look, words, chosen, gathered }) {
            Object.assign(this, { map, look, words, chosen, gathered });
            this.items = new Map();
            this.marks = new Map();
            this.groups = [];
            map.on("zoomend moveend", () => this.layOut());
        }

        /* The items that came or changed, and the ids of those that went. */
        change(list, gone) {
            for (const id of gone) this.items.delete(id);
            for (const item of list) this.items.set(item.id, item);
            this.layOut();
        }

        forgetPlaces() { // the projection is another one
            for (const item of this.items.values()) delete item.at;
        }

        layOut() {
            const { map } = this, zoom = map.getZoom(), scale = map.options.crs.scale(zoom) / map.options.crs.scale(0);
            const seen = map.getPixelBounds(), size = seen.getSize(), found = [], alone = [], grid = new Map();
            const low = seen.min.subtract(size.multiplyBy(0.5)), high = seen.max.add(size.multiplyBy(0.5));
            const cell = this.items.size > MANY ? WIDE : NEAR;
            const reach = cell * cell;
            for (const item of this.items.values()) {
                item.at ||= map.project([item.lat, item.lon], 0);
                const x = item.at.x * scale, y = item.at.y * scale;
                if (x < low.x || x > high.x || y < low.y || y > high.y) continue;
                if (item.selected) {
                    alone.push(item);
                    continue;
                }
                const across = Math.floor(x / cell), down = Math.floor(y / cell);
                let home = null;
                for (let i = across - 1; i <= across + 1 && !home; i += 1) {
                    for (let j = down - 1; j <= down + 1 && !home; j += 1) {
                        for (const each of grid.get(i * 1e7 + j) || []) {
                            if ((each.x - x) ** 2 + (each.y - y) ** 2 < reach) home = each;
                        }
                    }
                }
                if (home) {
                    home.items.push(item);
                } else {
                    const made = { x, y, items: [item] }, key = across * 1e7 + down;
                    found.push(made);
                    if (grid.has(key)) grid.get(key).push(made);
                    else grid.set(key, [made]);
                }
            }
            this.groups = [...found.map((each) => each.items), ...alone.map((item) => [item])];
            this.draw();
        }

        draw() {
            const before = this.marks;
            this.marks = new Map();
            for (const items of this.groups) {
                const id = items[0].id;
                let mark = before.get(id);
                if (mark) before.delete(id);
                else mark = this.make();
                this.marks.set(id, mark);
                mark.items = items;
                mark.setLatLng([items[0].lat, items[0].lon]);
                this.paint(mark);
            }
            for (const mark of before.values()) mark.remove();
            for (const mark of this.marks.values()) if (mark.items[0].selected) mark.bringToFront();
            if (this.gathered) this.gathered();
        }

        make() {
            const mark = new Mark([0, 0], { ...signet.marks, opacity: 1, fillOpacity: 1 });
            mark.on("click", () => this.click(mark));
            return mark.addTo(this.map);
        }

        paint(mark) {
            const { items } = mark, [item] = items, { colors } = signet;
            if (items.length > 1) {
                const tone = WORST.find((each) => items.some((one) => one.tone === each)) || "neutral";
                mark.setRadius(11 + Math.min(9, 2.2 * Math.log2(items.length)));
                mark.setStyle({
                    shape: "round", count: items.length, ink: colors[tone] || colors.ink, weight: 2,
                    color: colors[tone] || colors.ink3, fillColor: colors.surface, fillOpacity: 1,
                });
            } else {
                const { radius, ...style } = this.look(item);
                mark.setRadius(radius);
                mark.setStyle({ count: 0, ...style });
            }
            this.label(mark, items.length === 1 && Boolean(item.selected));
        }

        label(mark, permanent) {
            const told = mark.getTooltip();
            if (told && told.options.permanent === permanent) {
                if (permanent) told.setContent(this.tell(mark));
                return;
            }
            mark.unbindTooltip();
            const offset = [0, permanent ? -10 : -7];
            mark.bindTooltip(() => this.tell(mark), { permanent, direction: "top", offset });
        }

        tell({ items }) {
            if (items.length === 1) return this.words(items[0]);
            const counted = new Map();
            for (const { state } of items) counted.set(state, (counted.get(state) || 0) + 1);
            const said = [...counted].filter(([state]) => state).map(([state, count]) => `${state} ${count}`);
            return document.createTextNode([items.length, ...said.slice(0, 5)].join(" · "));
        }

        /* One is chosen; of several at one place the next, and what only lies close is looked at closely. */
        click({ items }) {
            if (signet.drawing()) return;
            const bounds = L.latLngBounds(items.map(({ lat, lon }) => [lat, lon]));
            const [low, high] = [bounds.getSouthWest(), bounds.getNorthEast()];
            if (items.length === 1) {
                this.chosen(items[0]);
            } else if (this.map.getZoom() >= this.map.getMaxZoom() || low.distanceTo(high) < 5) {
                const last = items.findIndex(({ id }) => id === this.last);
                this.last = items[(last + 1) % items.length].id;
                this.chosen(this.items.get(this.last));
            } else {
                this.map.fitBounds(bounds.pad(0.2), { animate: false });
            }
        }

        repaint() {
            for (const mark of this.marks.values()) this.paint(mark);
        }
    };
})();
