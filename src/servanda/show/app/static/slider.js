// The day slider: a range over the days on which the record learned something, with marks where a verdict changed.
"use strict";

function slider(form) {
  const days = (form.dataset.days || "").split(" ").filter(Boolean);
  if (days.length < 2) return;
  const field = form.querySelector("input[type=date]");
  const track = document.createElement("div");
  track.className = "track";
  const range = document.createElement("input");
  range.type = "range";
  range.min = "0";
  range.max = String(days.length - 1);
  range.setAttribute("aria-label", "Day from which to look");
  const nearest = () => {
    let place = 0;
    while (place + 1 < days.length && days[place + 1] <= field.value) place += 1;
    return place;
  };
  const tell = () => range.setAttribute("aria-valuetext", field.value);
  range.value = String(nearest());
  tell();
  range.addEventListener("input", () => {
    field.value = days[Number(range.value)];
    tell();
  });
  // A mouse lets go once; arrow keys fire a change at every step, so the page waits until they rest.
  let waiting = 0;
  range.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 700);
  });
  range.addEventListener("keydown", (event) => {
    if (event.key === "Enter") form.requestSubmit();
  });
  range.addEventListener("pointerup", () => {
    clearTimeout(waiting);
    if (range.value !== String(nearest()) || field.value !== field.defaultValue) form.requestSubmit();
  });
  field.addEventListener("input", () => {
    range.value = String(nearest());
    tell();
  });
  const marks = document.createElement("div");
  marks.className = "marks";
  track.append(range, marks);
  field.after(track);
  changes((found) => mark(marks, days, found));
}

function mark(marks, days, found) {
  for (const [day, words] of Object.entries(found)) {
    let place = days.findIndex((known) => known >= day);
    if (place < 0) place = days.length - 1;
    const link = document.createElement("a");
    const address = new URL(location.href);
    address.searchParams.set("as_of", day);
    link.href = address.pathname + address.search;
    link.title = `${day}: ${words.join("; ")}`;
    link.setAttribute("aria-label", `A verdict changed on ${day}: ${words.join("; ")}`);
    link.style.left = `${(100 * place) / (days.length - 1)}%`;
    marks.append(link);
  }
}

// Asks for the changes, again after a while where they are still being worked out.
async function changes(then, wait = 1500) {
  try {
    const told = await (await fetch("/data/changes.json")).json();
    if (told.ready) then(told.changes);
    else if (wait < 120000) setTimeout(() => changes(then, wait * 1.6), wait);
  } catch {
    // The marks are an extra: without them the slider still works.
  }
}

document.querySelectorAll("form.day").forEach(slider);

// On a narrow screen the navigation is a strip: it shows where we are.
for (const here of document.querySelectorAll(".side [aria-current]")) {
  const strip = here.closest("ol, ul");
  strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
}
