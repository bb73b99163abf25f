// Keys of the coding bench. Without script every button works all the same.
"use strict";

const buttons = { c: "confirm", r: "reject", u: "undo", n: "next", p: "previous" };
const strip = document.querySelector(".keys");
const toggle = document.getElementById("keys");
const remembered = "servanda.keys";

strip.hidden = false;
try {
  toggle.checked = localStorage.getItem(remembered) !== "off";
} catch {
  toggle.checked = true;
}
toggle.addEventListener("change", () => {
  try {
    localStorage.setItem(remembered, toggle.checked ? "on" : "off");
  } catch {
    // a browser that keeps nothing asks again next time
  }
});

function typing(element) {
  return element.matches("textarea, select, input:not([type=checkbox])");
}

// What a decision moved comes by itself where it took longer than the page would wait.
async function awaited(wait = 400) {
  const section = document.querySelector(".moved[data-awaited]");
  if (!section) return;
  await new Promise((done) => setTimeout(done, wait));
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const found = page.querySelector(".moved");
    if (found) section.replaceWith(document.adoptNode(found));
    awaited(wait * 1.5);
  } catch {
    // the page itself has a link to look again
  }
}
awaited();

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "e" || key === "w") {
    const correction = document.getElementById("correction");
    const field = key === "e" ? correction?.querySelector("select, input:not([type=hidden])") : document.getElementById("why");
    if (!field) return;
    event.preventDefault();
    if (key === "e") correction.open = true;
    field.focus();
    return;
  }
  const button = document.getElementById(buttons[key] || "");
  if (!button) return;
  event.preventDefault();
  button.click();
});
