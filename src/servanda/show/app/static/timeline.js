// The timeline: events as bars along time, in lanes; drawn on a canvas so that thousands move smoothly.
"use strict";

const DAY = 86400000;
const ROW = 12;
const HEAD = 26;
const LABEL = 20;
const SHORTEST = 5;

class Timeline {
  constructor(box, data) {
    this.box = box;
    this.data = data;
    this.canvas = box.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    this.tip = box.querySelector(".tip");
    this.told = box.querySelector("[data-told]");
    this.chosen = -1;
    // A small record comes whole, and everything else happens here.
    this.whole = data.whole;
    this.picked = false;
    this.prepare();
    this.bounds();
    const address = new URL(box.dataset.source, location.href).href;
    this.held = { sight: address, address, whole: false };
    this.fill();
    this.listen();
    this.filter();
  }

  prepare() {
    for (const one of this.data.events) {
      const first = Date.parse(one.from ?? one.to);
      const last = Date.parse(one.to ?? one.from);
      one.start = first;
      one.end = last + DAY;
      one.open = one.from === null || one.to === null;
      one.words = `${one.text} ${one.actors.join(" ")} ${one.place ?? ""}`.toLowerCase();
    }
  }

  bounds() {
    const starts = this.data.events.map((one) => one.start);
    const ends = this.data.events.map((one) => one.end);
    const today = Date.parse(this.data.as_of);
    const sorted = [...starts].sort((a, b) => a - b);
    // A single date far off (a year of birth, a plan for 2050) must not squeeze the rest.
    const low = sorted.length ? sorted[Math.floor(sorted.length * 0.005)] : today - 365 * DAY;
    const high = Math.max(today, ends.length ? [...ends].sort((a, b) => a - b)[Math.ceil(ends.length * 0.995) - 1] : today);
    const room = Math.max((high - low) * 0.03, 10 * DAY);
    this.all = [low - room, high + room];
    [this.left, this.right] = this.all;
  }

  fill() {
    const put = (name, words) => {
      const list = this.box.querySelector(`[data-${name}]`);
      for (const word of words) list.append(new Option(word));
    };
    put("kind", this.data.lanes.kind);
    put("actor", [...new Set([...this.data.lanes.actor, ...this.frequent()])]);
  }

  frequent() {
    const counts = new Map();
    for (const one of this.data.events) for (const name of one.actors) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 30).map(([name]) => name);
  }

  listen() {
    const { box, canvas } = this;
    for (const list of box.querySelectorAll("select")) list.addEventListener("change", () => this.filter());
    box.querySelector("[data-words]").addEventListener("input", () => this.filter());
    for (const button of box.querySelectorAll("[data-zoom]"))
      button.addEventListener("click", () => this.zoom({ in: 0.5, out: 2, all: 0 }[button.dataset.zoom]));
    for (const button of box.querySelectorAll("[data-pan]"))
      button.addEventListener("click", () => this.pan(Number(button.dataset.pan) * 0.3));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const steps = Math.max(-1, Math.min(1, event.deltaY / 100));
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) this.pan((event.deltaX || event.deltaY) / 800);
      else this.zoom(1.35 ** steps, event.offsetX / canvas.clientWidth);
    }, { passive: false });
    const fingers = new Map();
    let moved = 0;
    canvas.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, event.offsetX);
      moved = 0;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!fingers.has(event.pointerId)) {
        this.point(event);
        return;
      }
      const before = [...fingers.values()];
      const step = event.offsetX - fingers.get(event.pointerId);
      fingers.set(event.pointerId, event.offsetX);
      moved += Math.abs(step);
      const now = [...fingers.values()];
      if (now.length === 2) {
        const scale = Math.max(20, Math.abs(before[0] - before[1])) / Math.max(20, Math.abs(now[0] - now[1]));
        this.zoom(scale, (now[0] + now[1]) / 2 / canvas.clientWidth);
      } else this.pan(-step / canvas.clientWidth);
    });
    const lift = (event) => {
      const single = fingers.size === 1;
      fingers.delete(event.pointerId);
      if (single && moved < 5 && event.type === "pointerup") {
        this.point(event);
        this.open();
      }
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.later()).observe(this.box.querySelector(".stage"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.later());
  }

  key(event) {
    const acts = {
      "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2), ArrowLeft: () => this.pan(-0.15),
      ArrowRight: () => this.pan(0.15), ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1),
      Home: () => this.zoom(0), Enter: () => this.open(),
    };
    if (!(event.key in acts) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[event.key]();
  }

  zoom(by, at = 0.5) {
    if (by === 0) [this.left, this.right] = this.all;
    else {
      const span = this.right - this.left;
      const wanted = Math.min(Math.max(span * by, 7 * DAY), 400 * 365 * DAY);
      const middle = this.left + span * at;
      this.left = middle - wanted * at;
      this.right = this.left + wanted;
    }
    this.later();
  }

  pan(part) {
    const by = (this.right - this.left) * part;
    this.left += by;
    this.right += by;
    this.later();
  }

  step(by) {
    if (!this.shown.length) return;
    if (this.chosen < 0) {
      // Begins with the first event in sight.
      const first = this.shown.findIndex((one) => one.start >= this.left);
      this.chosen = Math.max(first, 0) - (by > 0 ? 1 : 0);
    }
    this.chosen = (this.chosen + by + this.shown.length) % this.shown.length;
    const one = this.shown[this.chosen];
    if (one.start < this.left || one.end > this.right) {
      const span = this.right - this.left;
      this.left = (one.start + one.end) / 2 - span / 2;
      this.right = this.left + span;
    }
    this.told.textContent = `${one.when}, ${one.standing}, ${one.kind}: ${one.text} (${this.chosen + 1} of ${this.shown.length})`;
    this.later();
  }

  open() {
    const one = this.shown[this.chosen];
    if (one) location.href = this.box.dataset.event.replace("EVENT", one.id);
  }

  filter() {
    const value = (name) => this.box.querySelector(`[data-${name}]`).value;
    const [kind, actor, standing] = [value("kind"), value("actor"), value("standing")];
    const words = value("words").toLowerCase().split(/\s+/).filter(Boolean);
    this.by = value("lanes");
    this.asked = { kind, actor, standing, words: words.join(" ") };
    // What the server picked out of too many fits already, also where its words stand in statements not shown here.
    this.shown = this.picked ? [...this.data.events] : this.data.events.filter((one) =>
      (!kind || one.kind === kind) && (!actor || one.actor === actor || one.actors.includes(actor)) &&
      (!standing || one.standing === standing) && words.every((word) => one.words.includes(word)));
    this.shown.sort((a, b) => a.start - b.start || a.end - b.end);
    this.chosen = -1;
    const number = (n) => n.toLocaleString("en-GB");
    this.told.textContent = `${number(this.shown.length)} of ${number(this.data.count)} events shown` +
      (this.data.whole ? "" : ", those of most origins; zoom in or ask for less to see the others");
    this.later();
  }

  // A drawing that does not hold all events asks for those in sight, once the reader has come to rest there.
  ask() {
    if (this.whole || !this.asked) return;
    const room = (this.right - this.left) / 2;
    const day = (time) => new Date(Math.min(Math.max(time, Date.UTC(1000, 0)), Date.UTC(9000, 0))).toISOString().slice(0, 10);
    const address = new URL(this.box.dataset.source, location.href);
    for (const [name, value] of Object.entries(this.asked)) if (value) address.searchParams.set(name, value);
    const sight = address.href;
    const held = this.held;
    if (held.whole && held.sight === sight && this.left >= held.left && this.right <= held.right) return;
    const now = { sight, whole: false, left: -Infinity, right: Infinity };
    if (this.left > this.all[0] || this.right < this.all[1]) {
      [now.left, now.right] = [this.left - room, this.right + room];
      address.searchParams.set("from", day(now.left));
      address.searchParams.set("to", day(now.right));
    }
    now.address = address.href;
    if (held.address === now.address) return;
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      this.held = now;
      try {
        const found = await (await fetch(address)).json();
        if (this.held !== now) return;
        now.whole = found.whole;
        this.data = { ...found, lanes: this.data.lanes };
        this.picked = true;
        const chosen = this.shown[this.chosen]?.id;
        this.prepare();
        this.filter();
        this.chosen = this.shown.findIndex((one) => one.id === chosen);
      } catch {
        // what is drawn stays
      }
    }, 250);
  }

  later() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
    this.ask();
  }

  x(time) {
    return ((time - this.left) / (this.right - this.left)) * this.width;
  }

  // Gives every event in sight a row of its lane, so that bars do not lie over each other as long as there is room.
  place() {
    const lanes = new Map(this.data.lanes[this.by].map((name) => [name, { rows: [], events: [] }]));
    for (const one of this.shown) {
      const from = Math.max(this.x(one.start), -50);
      const to = Math.min(Math.max(this.x(one.end), this.x(one.start) + SHORTEST), this.width + 50);
      if (to < 0 || from > this.width) continue;
      const lane = lanes.get(one[this.by]);
      let row = lane.rows.findIndex((end) => end < from - 1);
      if (row < 0) row = lane.rows.length < 14 ? lane.rows.length : lane.events.length % 14;
      lane.rows[row] = Math.max(lane.rows[row] ?? -Infinity, to);
      lane.events.push([one, row, from, to]);
    }
    return lanes;
  }

  draw() {
    const style = getComputedStyle(this.box);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    this.ink = { ink: colour("ink"), soft: colour("soft"), line: colour("line"), paper: colour("paper"), wash: colour("wash"), link: colour("link") };
    this.colours = {
      established: colour("good"), reported: colour("ahead"), claimed: colour("warn"), disputed: colour("doubt"),
      planned: colour("ahead"), speculated: colour("soft"), denied: colour("bad"),
    };
    this.width = this.canvas.parentElement.clientWidth;
    const lanes = this.place();
    const height = HEAD + [...lanes.values()].reduce((sum, lane) => sum + LABEL + 8 + Math.max(lane.rows.length, 1) * ROW, 0);
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.height = `${height}px`;
    const pen = this.pen;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.width, height);
    pen.font = "12px system-ui, sans-serif";
    this.axis(height);
    this.hits = [];
    let top = HEAD;
    for (const [name, lane] of lanes) {
      pen.fillStyle = this.ink.line;
      pen.fillRect(0, top, this.width, 1);
      pen.fillStyle = this.ink.ink;
      pen.font = "600 12px system-ui, sans-serif";
      pen.fillText(`${name} (${lane.events.length})`, 4, top + 15);
      for (const [one, row, from, to] of lane.events) this.bar(one, from, top + LABEL + row * ROW, to - from);
      top += LABEL + 8 + Math.max(lane.rows.length, 1) * ROW;
    }
    const now = this.x(Date.parse(this.data.as_of) + DAY);
    this.rule(now, height, this.ink.link, "as of");
    if (this.data.signed) this.rule(this.x(Date.parse(this.data.signed)), height, this.ink.soft, "signed");
  }

  rule(x, height, colour, word) {
    if (x < 0 || x > this.width) return;
    const pen = this.pen;
    pen.strokeStyle = pen.fillStyle = colour;
    pen.setLineDash([4, 3]);
    pen.beginPath();
    pen.moveTo(x, 14);
    pen.lineTo(x, height);
    pen.stroke();
    pen.setLineDash([]);
    pen.font = "11px system-ui, sans-serif";
    const wide = pen.measureText(word).width;
    const left = Math.min(Math.max(x - wide / 2, 2), this.width - wide - 2);
    pen.fillStyle = this.ink.paper;
    pen.fillRect(left - 2, height - 13, wide + 4, 13);
    pen.fillStyle = colour;
    pen.fillText(word, left, height - 2);
  }

  axis(height) {
    const pen = this.pen;
    const perDay = this.width / ((this.right - this.left) / DAY);
    const months = [120, 60, 24, 12, 6, 3, 1].filter((n) => n * 30.4 * perDay > 62).at(-1) ?? 240;
    const ticks = [];
    if (perDay * 7 > 62) {
      const step = perDay > 62 ? 1 : 7;
      const first = new Date(this.left);
      let time = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate());
      if (step === 7) time -= ((new Date(time).getUTCDay() + 6) % 7) * DAY;
      for (; time < this.right; time += step * DAY) ticks.push([time, new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "2-digit", timeZone: "UTC" })]);
    } else {
      const first = new Date(this.left);
      let month = first.getUTCFullYear() * 12 + first.getUTCMonth();
      for (month -= month % months; ; month += months) {
        const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
        if (time > this.right) break;
        ticks.push([time, months >= 12 ? String(Math.floor(month / 12)) : new Date(time).toLocaleDateString("en-GB", { month: "short", year: "numeric", timeZone: "UTC" })]);
      }
    }
    for (const [time, words] of ticks) {
      const x = this.x(time);
      pen.fillStyle = this.ink.line;
      pen.fillRect(x, 0, 1, height);
      pen.fillStyle = this.ink.soft;
      pen.fillText(words, x + 4, 13);
    }
  }

  // What happened is filled, what may have is not: planned has a dashed edge, speculated is hatched, denied is struck.
  bar(one, x, y, width) {
    const pen = this.pen;
    const tall = ROW - 3;
    const colour = this.colours[one.standing] ?? this.ink.soft;
    const long = one.end - one.start > DAY || one.open;
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = 1.2;
    if (one.standing === "planned") {
      pen.setLineDash([3, 2]);
      pen.strokeRect(x + 0.5, y + 0.5, width - 1, tall - 1);
      pen.setLineDash([]);
    } else if (one.standing === "speculated") this.hatched(x, y, width, tall);
    else if (one.standing === "denied") {
      pen.strokeRect(x + 0.5, y + 0.5, width - 1, tall - 1);
      pen.beginPath();
      pen.moveTo(x, y + tall);
      pen.lineTo(x + width, y);
      pen.stroke();
    } else if (long) {
      pen.globalAlpha = 0.35;
      pen.fillRect(x, y + 2, width, tall - 4);
      pen.globalAlpha = 1;
      pen.fillRect(x, y, 1.6, tall);
      pen.fillRect(x + width - 1.6, y, 1.6, tall);
    } else {
      pen.fillRect(x, y, width, tall);
      if (one.standing === "disputed") {
        pen.fillStyle = this.ink.paper;
        pen.fillRect(x + 1.5, y + tall / 2 - 1, width - 3, 2);
      }
    }
    const chosen = this.shown[this.chosen] === one;
    if (chosen) {
      pen.strokeStyle = this.ink.ink;
      pen.lineWidth = 2;
      pen.strokeRect(x - 2, y - 2, width + 4, tall + 4);
      if (document.activeElement === this.canvas) this.show(one, x, y);
    }
    this.hits.push([x, y, width, one]);
  }

  hatched(x, y, width, tall) {
    const pen = this.pen;
    pen.save();
    pen.beginPath();
    pen.rect(x, y, width, tall);
    pen.clip();
    pen.strokeRect(x + 0.5, y + 0.5, width - 1, tall - 1);
    pen.beginPath();
    for (let at = x - tall; at < x + Math.min(width, this.width + tall); at += 4) {
      pen.moveTo(at, y + tall);
      pen.lineTo(at + tall, y);
    }
    pen.stroke();
    pen.restore();
  }

  point(event) {
    let best = null;
    for (const [x, y, width, one] of this.hits ?? [])
      if (event.offsetX >= x - 3 && event.offsetX <= x + width + 3 && event.offsetY >= y - 1 && event.offsetY <= y + ROW) best = [one, x, y];
    const before = this.chosen;
    this.chosen = best ? this.shown.indexOf(best[0]) : -1;
    this.canvas.classList.toggle("over", Boolean(best));
    if (best) this.show(best[0], Math.max(best[1], 0), best[2]);
    else this.tip.hidden = true;
    if (before !== this.chosen) this.later();
  }

  show(one, x, y) {
    const head = document.createElement("b");
    head.textContent = `${one.when} · ${one.standing}`;
    const words = document.createElement("span");
    words.textContent = one.text;
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = `${one.kind}; ${one.origins} independent ${one.origins === 1 ? "origin" : "origins"}${one.open ? "; one end is open" : ""}`;
    this.tip.replaceChildren(head, words, note);
    this.tip.hidden = false;
    this.tip.style.left = `${Math.max(0, Math.min(x, this.width - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${y + ROW + 6}px`;
  }
}

async function begin(box) {
  const data = await (await fetch(box.dataset.source)).json();
  box.hidden = false;
  box.timeline = new Timeline(box, data);
  box.dataset.ready = "yes";
}

document.querySelectorAll("section.timeline").forEach(begin);
