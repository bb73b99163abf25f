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
  const tell = () => {
    range.setAttribute("aria-valuetext", field.value);
  };
  range.value = String(nearest());
  tell();
  range.addEventListener("input", () => {
    field.value = days[Number(range.value)];
    tell();
  });
  range.addEventListener("change", () => form.requestSubmit());
  field.addEventListener("input", () => {
    range.value = String(nearest());
    tell();
  });
  const marks = document.createElement("div");
  marks.className = "marks";
  for (const day of (form.dataset.changes || "").split(" ").filter(Boolean)) {
    const place = days.indexOf(day);
    if (place < 0) continue;
    const mark = document.createElement("i");
    mark.style.left = `${(100 * place) / (days.length - 1)}%`;
    mark.title = `a verdict changed on ${day}`;
    marks.append(mark);
  }
  track.append(range, marks);
  field.after(track);
}

document.querySelectorAll("form.day").forEach(slider);
