/* GCJ-02, the datum in which maps of China are published: from WGS-84 and back, and a projection that draws in it. */
"use strict";

const datum = (() => {
    const A = 6378245, EE = 0.00669342162296594323; // the ellipsoid of Krasovsky
    const { PI, sin, cos, sqrt, abs } = Math;
    // In which it is used, as [north, west, south, east], and what of them it is not: the outline is made of
    // rectangles, for no border is drawn anywhere.
    const INSIDE = [
        [49.2204, 79.4462, 42.8899, 96.33], [54.1415, 109.6872, 39.3742, 135.0002],
        [42.8899, 73.1246, 29.5297, 124.143255], [29.5297, 82.9684, 26.7186, 97.0352],
        [29.5297, 97.0253, 20.414096, 124.367395], [20.414096, 107.975793, 17.871542, 111.744104],
    ];
    const OUTSIDE = [
        [25.398623, 119.921265, 21.785006, 122.497559], [22.284, 101.8652, 20.0988, 106.665],
        [21.5422, 106.4525, 20.4878, 108.051], [55.8175, 109.0323, 50.3257, 119.127],
        [55.8175, 127.4568, 49.5574, 137.0227], [44.8922, 131.2662, 42.5692, 137.0227],
    ];

    const within = ([north, west, south, east], lat, lon) => lat <= north && lat >= south && lon >= west && lon <= east;

    const used = (lat, lon) =>
        INSIDE.some((box) => within(box, lat, lon)) && !OUTSIDE.some((box) => within(box, lat, lon));

    /* How far WGS-84 degrees are moved, in degrees. */
    function shift(lat, lon) {
        const x = lon - 105, y = lat - 35, root = sqrt(abs(x));
        const waves = (v, first, second) => ((20 * sin(v * PI) + first * sin(v * PI / 3) + second) * 2) / 3;
        const common = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
        const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
            + waves(y, 40, 160 * sin(y * PI / 12) + 320 * sin(y * PI / 30));
        const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
            + waves(x, 40, 150 * sin(x * PI / 12) + 300 * sin(x * PI / 30));
        const at = lat * PI / 180, magic = 1 - EE * sin(at) ** 2;
        return [
            north * 180 / ((A * (1 - EE)) / (magic * sqrt(magic)) * PI),
            east * 180 / (A / sqrt(magic) * cos(at) * PI),
        ];
    }

    function toGcj(lat, lon) {
        if (!used(lat, lon)) return [lat, lon];
        const [north, east] = shift(lat, lon);
        return [lat + north, lon + east];
    }

    /* The way back is found by trying: it is known to far less than a millimetre after a few steps. */
    function toWgs(lat, lon) {
        let at = [lat, lon];
        for (let tries = 0; tries < 5; tries += 1) {
            const there = toGcj(at[0], at[1]);
            at = [at[0] + lat - there[0], at[1] + lon - there[1]];
        }
        return at;
    }

    /* Leaflet's projection of the web, with all that is drawn given in WGS-84 while the tiles are in GCJ-02. */
    function crs(L) {
        const plain = L.CRS.EPSG3857.projection;
        return L.extend({}, L.CRS.EPSG3857, {
            code: "GCJ-02",
            projection: L.extend({}, plain, {
                project: (at) => plain.project(L.latLng(...toGcj(at.lat, at.lng))),
                unproject: (point) => {
                    const at = plain.unproject(point);
                    return L.latLng(...toWgs(at.lat, at.lng));
                },
            }),
        });
    }

    return { used, toGcj, toWgs, crs };
})();
