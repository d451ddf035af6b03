// The Earth on a plane: shapes out of TopoJSON, the view of a map, and boxes in degrees.

const RAD = Math.PI / 180;
const STEEPEST = 70; // degrees of latitude up to which a plate carrée keeps its scale true
const POLE = 85.05; // where Web Mercator ends
const CLOSEST = 4000; // pixels a degree

// What is drawn of the Earth in a stage of some pixels: the middle (degrees), and pixels a degree.
// Without tiles it is a plate carrée whose scale is true in the middle, with them Web Mercator:
// either way a box of degrees is a rectangle.
export class View {
  constructor(width, height) {
    Object.assign(this, { width, height, x: 0, y: 15, scale: width / 360, mercator: false });
  }

  // Pixels up for a latitude, but for the scale.
  up(latitude) {
    if (!this.mercator) return latitude;
    const within = Math.max(-POLE, Math.min(POLE, latitude));
    return Math.log(Math.tan(Math.PI / 4 + (within * RAD) / 2)) / RAD;
  }

  down(up) {
    return this.mercator ? (2 * Math.atan(Math.exp(up * RAD)) - Math.PI / 2) / RAD : up;
  }

  // How much more a degree of latitude has than one of longitude.
  get stretch() {
    return this.mercator ? 1 : 1 / Math.cos(Math.min(Math.abs(this.y), STEEPEST) * RAD);
  }

  // The pixel of a place; of all turns around the Earth the one nearest to the middle.
  at(longitude, latitude) {
    const turn = Math.round((this.x - longitude) / 360) * 360;
    return [
      this.width / 2 + (longitude + turn - this.x) * this.scale,
      this.height / 2 - (this.up(latitude) - this.up(this.y)) * this.scale * this.stretch,
    ];
  }

  // The place of a pixel; the longitude may lie beyond 180.
  place(left, top) {
    const up = this.up(this.y) - (top - this.height / 2) / this.scale / this.stretch;
    return [this.x + (left - this.width / 2) / this.scale, Math.max(-90, Math.min(90, this.down(up)))];
  }

  // From the coordinates of an outline to pixels, so many turns on.
  matrix(turn) {
    const { width, height, x, y, scale, stretch } = this;
    const up = height / 2 + this.up(y) * scale * stretch;
    return `matrix(${scale} 0 0 ${-scale * stretch} ${width / 2 + (turn - x) * scale} ${up})`;
  }

  get box() {
    const [west, north] = this.place(0, 0);
    const [east, south] = this.place(this.width, this.height);
    return east - west >= 360 ? [-180, south, 180, north] : [round(west), south, round(east), north];
  }

  get whole() {
    return this.scale <= this.least * 1.01;
  }

  get least() {
    return this.width / 360;
  }

  // So far away that the whole box can be seen, and not nearer than makes sense.
  fit([west, south, east, north], room = 1.15) {
    const wide = Math.max(east - west + (east < west ? 360 : 0), 0.02) * room;
    this.x = round(west + (east - west + (east < west ? 360 : 0)) / 2);
    this.y = (south + north) / 2;
    const high = Math.max(this.up(north) - this.up(south), 0.01) * room * this.stretch;
    this.scale = Math.min(this.width / wide, this.height / high, CLOSEST);
    this.keep();
  }

  zoom(factor, left = this.width / 2, top = this.height / 2) {
    const [longitude, latitude] = this.place(left, top);
    this.scale = Math.max(this.least, Math.min(CLOSEST, this.scale * factor));
    const [x, y] = this.at(longitude, latitude);
    this.pan(x - left, y - top);
  }

  pan(right, down) {
    const [longitude, latitude] = this.place(this.width / 2 + right, this.height / 2 + down);
    [this.x, this.y] = [round(longitude), latitude];
    this.keep();
  }

  // No more than the poles, and no less than the whole way around.
  keep() {
    this.scale = Math.max(this.least, this.scale);
    const half = this.height / 2 / this.scale / this.stretch;
    const most = this.up(this.mercator ? POLE : 90);
    const up = half >= most ? 0 : Math.max(half - most, Math.min(most - half, this.up(this.y)));
    this.y = this.down(up);
  }

  // The tiles of a template that cover the view.
  tiles(template) {
    const size = 360 * this.scale;
    const zoom = Math.max(0, Math.min(19, Math.round(Math.log2(size / 256))));
    const count = 2 ** zoom;
    const side = size / count;
    const left = this.width / 2 - (this.x + 180) * this.scale;
    const top = this.height / 2 - (180 - this.up(this.y)) * this.scale;
    const found = [];
    for (let row = Math.max(0, Math.floor(-top / side)); row < count && top + row * side < this.height; row++) {
      for (let column = Math.floor(-left / side); left + column * side < this.width; column++) {
        const names = { z: zoom, x: ((column % count) + count) % count, y: row };
        const href = template.replace(/\{([zxy])\}/g, (_, name) => names[name]);
        found.push({ href, left: left + column * side, top: top + row * side, side });
      }
    }
    return found;
  }
}

export function round(longitude) {
  return longitude >= -180 && longitude <= 180 ? longitude : ((((longitude + 180) % 360) + 360) % 360) - 180;
}

// West, south, east and north of a text as bbox has it; null where it is none.
export function boxOf(text) {
  const found = (text ?? "").split(",").map((each) => (each.trim() ? Number(each) : NaN));
  const [west, south, east, north] = found;
  if (found.length !== 4 || found.some(Number.isNaN) || south > north || south < -90 || north > 90) return null;
  return east - west >= 360 ? [-180, south, 180, north] : [round(west), south, round(east), north];
}

// The same as text, with as many digits as a pixel is worth.
export function textOf([west, south, east, north], scale) {
  const digits = Math.max(0, Math.min(5, Math.ceil(Math.log10(scale))));
  const short = (number) => String(Number(number.toFixed(digits)));
  return [west, south, east, north].map(short).join(",");
}

// The outlines of a topology: each its code, its path data by a function of the latitude, and the
// box of its largest part.
export function outlines(topology, up) {
  const { scale = [1, 1], translate = [0, 0] } = topology.transform ?? {};
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map((step) => {
      [x, y] = topology.transform ? [x + step[0], y + step[1]] : step;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const ring = (numbers) => numbers.flatMap((number, at) => {
    const arc = number < 0 ? arcs[~number].slice().reverse() : arcs[number];
    return at ? arc.slice(1) : arc;
  });
  const data = (points) =>
    `M${points.map(([x, y]) => `${Number(x.toFixed(2))} ${Number(up(y).toFixed(3))}`).join("L")}Z`;
  return topology.objects.countries.geometries.map(({ id, arcs: areas }) => {
    const outer = areas.map((rings) => box(ring(rings[0])));
    const size = ([west, south, east, north]) => (east - west) * (north - south);
    return {
      code: id,
      path: areas.flatMap((rings) => rings.map((each) => data(ring(each)))).join(""),
      box: outer.reduce((a, b) => (size(b) > size(a) ? b : a)),
    };
  });
}

function box(points) {
  const found = [180, 90, -180, -90];
  for (const [x, y] of points) {
    found[0] = Math.min(found[0], x);
    found[1] = Math.min(found[1], y);
    found[2] = Math.max(found[2], x);
    found[3] = Math.max(found[3], y);
  }
  return found;
}
