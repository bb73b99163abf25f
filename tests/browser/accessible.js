// What a page must give to whoever cannot see it well or uses no mouse; returns the faults in words. Our own rules after
// WCAG 2.2: names (4.1.2, 1.1.1), contrast (1.4.3), headings and landmarks (1.3.1, 2.4.1), language (3.1.1), ids.
() => {
  const faults = [];
  const told = (element) => element.outerHTML.slice(0, 120).replace(/\s+/g, " ");
  const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);

  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title.trim()) faults.push("no title");
  for (const [selector, name] of [["main", "main"], ["nav", "navigation"], ["header", "banner"]])
    if (all(selector).length === 0) faults.push(`no ${name} landmark`);
  if (all("main").length > 1) faults.push("several main landmarks");
  const navs = all("nav, section[aria-label], [role=region]");
  for (const nav of navs) if (!nav.getAttribute("aria-label") && !nav.getAttribute("aria-labelledby")) faults.push(`unnamed landmark ${told(nav)}`);

  const headings = all("h1, h2, h3, h4, h5, h6");
  if (headings.filter((h) => h.tagName === "H1").length !== 1) faults.push("not exactly one h1");
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push(`heading jumps from ${level} to ${next}: ${told(heading)}`);
    if (!heading.textContent.trim()) faults.push(`empty heading ${told(heading)}`);
    level = next;
  }

  const ids = new Map();
  for (const element of document.querySelectorAll("[id]")) ids.set(element.id, (ids.get(element.id) || 0) + 1);
  for (const [id, count] of ids) if (count > 1) faults.push(`id ${id} stands ${count} times`);
  for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]"))
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"])
      for (const id of (element.getAttribute(name) || "").split(/\s+/).filter(Boolean))
        if (!document.getElementById(id)) faults.push(`${name} names ${id}, which is not there`);
  for (const link of document.querySelectorAll("a[href^='#']")) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (id && !document.getElementById(id)) faults.push(`link to #${id}, which is not there`);
  }

  const named = (element) => {
    const by = (element.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join("");
    const labels = element.labels ? [...element.labels].map((l) => l.textContent).join("") : "";
    const images = [...element.querySelectorAll("img[alt], svg[aria-label]")].map((i) => i.alt || i.getAttribute("aria-label")).join("");
    const own = element.matches("input[type=submit], input[type=button]") ? element.value : element.matches("input, select, textarea") ? "" : element.textContent;
    return [by, element.getAttribute("aria-label"), labels, own, images, element.title].some((text) => (text || "").trim());
  };
  for (const element of all("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=slider], [tabindex='0']"))
    if (!named(element)) faults.push(`without a name: ${told(element)}`);
  for (const image of all("img")) if (!image.hasAttribute("alt")) faults.push(`image without alt: ${told(image)}`);
  for (const image of all("svg")) {
    const silent = image.getAttribute("aria-hidden") === "true" || image.closest("[aria-hidden=true]");
    if (!silent && !image.getAttribute("aria-label") && !image.getAttribute("aria-labelledby") && !image.querySelector(":scope > title"))
      faults.push(`drawing without a name: ${told(image)}`);
  }
  for (const table of all("table")) if (table.querySelector("td") && !table.querySelector("th")) faults.push(`table without heads: ${told(table)}`);
  for (const list of all("ul, ol")) for (const child of list.children) if (!["LI", "SCRIPT", "TEMPLATE"].includes(child.tagName)) faults.push(`in a list: ${told(child)}`);
  for (const element of document.querySelectorAll("[tabindex]")) if (Number(element.getAttribute("tabindex")) > 0) faults.push(`tab order forced: ${told(element)}`);

  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  const colour = (text) => {
    if (!colours.has(text)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = "#000";
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      colours.set(text, [r, g, b, a / 255]);
    }
    return colours.get(text);
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3]));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const layer = colour(getComputedStyle(e).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduceRight((below, top) => over(top, below), canvas);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element || element.closest("svg, script, style, option, datalist, :disabled") || !seen(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const a = light(over(colour(style.color), ground));
    const b = light(ground);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) poor.add(`contrast ${ratio.toFixed(2)} of ${style.color} on ${ground.map(Math.round)}: ${element.tagName}.${element.className}`);
  }
  return [...faults, ...poor];
}
