// The map: coastlines, borders and places in an SVG that zooms and moves. Nothing is fetched but the app's own data.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

// Arcs come as steps of whole numbers; a negative number of an arc means backward, as in TopoJSON.
function unpacked(world) {
  return world.arcs.map((flat) => {
    const points = [];
    for (let n = 0, x = 0, y = 0; n < flat.length; n += 2) {
      x += flat[n];
      y += flat[n + 1];
      points.push([x / world.steps, -y / world.steps]);
    }
    return points;
  });
}

function traced(points) {
  return points.map(([x, y], n) => `${n ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
}

class WorldMap {
  constructor(box, world, data) {
    this.box = box;
    this.svg = box.querySelector("svg");
    this.tip = box.querySelector(".tip");
    this.spots = data.spots;
    this.world = world;
    this.build();
    this.listen();
    this.home();
  }

  build() {
    const arcs = unpacked(this.world);
    const ring = (numbers) => traced(numbers.flatMap((n) => (n >= 0 ? arcs[n] : [...arcs[~n]].reverse()))) + "Z";
    const lines = (numbers) => numbers.map((n) => traced(arcs[n])).join("");
    this.svg.append(
      element("path", { class: "land", d: this.world.land.map(ring).join("") }),
      element("path", { class: "coast", d: lines(this.world.coast) }),
      element("path", { class: "border", d: lines(this.world.borders) }),
    );
    this.names = element("g", { class: "names", "aria-hidden": "true" });
    this.places = element("g", { class: "spots" });
    this.svg.append(this.names, this.places);
    this.labels = this.world.names.map(([name, x, y, wide]) => {
      const label = element("text", { x, y: -y, "text-anchor": "middle" });
      label.textContent = name;
      this.names.append(label);
      return [label, wide, name.length];
    });
    const order = { site: 0, other: 1, meeting: 2, test: 3 };
    const rank = (spot) => order[spot.kind] + (spot.kind === "site" && !spot.count ? -1 : 0);
    const sorted = [...this.spots].sort((a, b) => rank(a) - rank(b));
    this.dots = sorted.map((spot) => {
      const path = spot.path.split("/").map(encodeURIComponent).join("/");
      const link = element("a", {
        href: path + (this.box.dataset.pinned ? `?as_of=${this.box.dataset.pinned}` : ""),
        class: `spot spot-${spot.kind}${spot.count ? "" : " bare"}`, "aria-label": `${spot.name}: ${spot.note}`,
      });
      const shape = element("path", {});
      link.append(shape);
      this.places.append(link);
      const show = () => this.show(spot);
      link.addEventListener("focus", show);
      link.addEventListener("pointerenter", show);
      link.addEventListener("blur", () => { this.tip.hidden = true; });
      link.addEventListener("pointerleave", () => { this.tip.hidden = true; });
      return [link, shape, spot];
    });
  }

  listen() {
    const { box, svg } = this;
    for (const check of box.querySelectorAll("input[type=checkbox]"))
      check.addEventListener("change", () => {
        for (const [link, , spot] of this.dots) if (spot.kind === check.value) link.toggleAttribute("hidden", !check.checked);
      });
    for (const button of box.querySelectorAll("[data-zoom]"))
      button.addEventListener("click", () => {
        const how = button.dataset.zoom;
        if (how === "places") this.home();
        else if (how === "world") this.look(0, 0, 360);
        else this.zoom(how === "in" ? 0.6 : 1 / 0.6);
      });
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(1.3 ** Math.max(-1, Math.min(1, event.deltaY / 100)), ...this.at(event));
    }, { passive: false });
    const fingers = new Map();
    let moved = 0;
    svg.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      moved = 0;
    });
    svg.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
      const apart = () => { const [a, b] = [...fingers.values()]; return Math.max(20, Math.hypot(a[0] - b[0], a[1] - b[1])); };
      const wide = fingers.size === 2 ? apart() : 0;
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      moved += Math.abs(dx) + Math.abs(dy);
      if (moved > 4 && !svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
      const unit = this.wide / svg.clientWidth;
      if (wide) this.zoom(wide / apart());
      else this.look(this.x - dx * unit, this.y - dy * unit, this.wide);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
    svg.addEventListener("click", (event) => { if (moved > 4) event.preventDefault(); }, true);
    svg.addEventListener("keydown", (event) => {
      const step = this.wide / 8;
      const acts = {
        "+": () => this.zoom(0.6), "=": () => this.zoom(0.6), "-": () => this.zoom(1 / 0.6), Home: () => this.home(),
        ArrowLeft: () => this.look(this.x - step, this.y, this.wide), ArrowRight: () => this.look(this.x + step, this.y, this.wide),
        ArrowUp: () => this.look(this.x, this.y - step, this.wide), ArrowDown: () => this.look(this.x, this.y + step, this.wide),
      };
      if (!(event.key in acts) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      acts[event.key]();
    });
    new ResizeObserver(() => this.look(this.x, this.y, this.wide)).observe(svg);
  }

  // Where most of the places are: their middle half, widened; a place named in the address goes first.
  home() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const one = this.spots.find((spot) => spot.name === wanted);
    if (one) {
      this.look(one.lon, -one.lat, 8);
      return;
    }
    if (!this.spots.length) {
      this.look(0, 0, 360);
      return;
    }
    const middle = (key) => {
      const sorted = this.spots.map((spot) => spot[key]).sort((a, b) => a - b);
      return [sorted[Math.floor(sorted.length * 0.15)], sorted[Math.ceil(sorted.length * 0.85) - 1]];
    };
    const [west, east] = middle("lon");
    const [south, north] = middle("lat");
    const tall = (north - south) * (this.svg.clientWidth / Math.max(this.svg.clientHeight, 1));
    this.look((west + east) / 2, -(south + north) / 2, Math.min(360, Math.max(6, (east - west) * 1.5, tall * 1.5)));
  }

  at(event) {
    const frame = this.svg.getBoundingClientRect();
    const unit = this.wide / this.svg.clientWidth;
    return [this.x + (event.clientX - frame.left - frame.width / 2) * unit, this.y + (event.clientY - frame.top - frame.height / 2) * unit];
  }

  zoom(by, x = this.x, y = this.y) {
    const wide = Math.min(400, Math.max(0.5, this.wide * by));
    const scale = wide / this.wide;
    this.look(x + (this.x - x) * scale, y + (this.y - y) * scale, wide);
  }

  // Looks at a middle (degrees east, degrees south) with so many degrees across.
  look(x, y, wide) {
    this.x = Math.min(190, Math.max(-190, x));
    this.y = Math.min(95, Math.max(-95, y));
    this.wide = wide;
    const { clientWidth: width, clientHeight: height } = this.svg;
    if (!width) return;
    const unit = wide / width;
    const tall = height * unit;
    this.svg.setAttribute("viewBox", `${this.x - wide / 2} ${this.y - tall / 2} ${wide} ${tall}`);
    this.names.setAttribute("font-size", String(11 * unit));
    for (const [label, across, letters] of this.labels) label.toggleAttribute("hidden", across / unit < letters * 6.5);
    const size = 5.5 * unit;
    const shapes = {
      site: (r) => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}Z`,
      test: (r) => `M0 ${-1.3 * r}L${1.2 * r} ${r}H${-1.2 * r}Z`,
      meeting: (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
      other: (r) => `M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z`,
    };
    for (const [link, shape, spot] of this.dots) {
      link.setAttribute("transform", `translate(${spot.lon} ${-spot.lat})`);
      shape.setAttribute("d", shapes[spot.kind](size * (spot.kind === "site" ? (spot.count ? 1.15 : 0.7) : 0.8)));
    }
    this.box.dataset.wide = String(Math.round(wide));
  }

  show(spot) {
    const head = document.createElement("b");
    head.textContent = spot.name;
    const note = document.createElement("span");
    note.textContent = spot.note;
    const lines = spot.lines.map((words) => {
      const line = document.createElement("span");
      line.className = "note";
      line.textContent = words;
      return line;
    });
    if (spot.count > spot.lines.length) {
      const more = document.createElement("span");
      more.className = "note";
      more.textContent = `and ${spot.count - spot.lines.length} before`;
      lines.unshift(more);
    }
    this.tip.replaceChildren(head, note, ...lines);
    this.tip.hidden = false;
    const unit = this.wide / this.svg.clientWidth;
    const x = (spot.lon - this.x) / unit + this.svg.clientWidth / 2;
    const y = (-spot.lat - this.y) / unit + this.svg.clientHeight / 2;
    this.tip.style.left = `${Math.max(0, Math.min(x + 10, this.svg.clientWidth - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${y + 12}px`;
  }
}

async function begin(box) {
  const [world, data] = await Promise.all([fetch(box.dataset.world), fetch(box.dataset.source)].map(async (answer) => (await answer).json()));
  box.hidden = false;
  box.map = new WorldMap(box, world, data);
  box.dataset.ready = "yes";
}

document.querySelectorAll("section.map").forEach(begin);
