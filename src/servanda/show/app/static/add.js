// Adding articles: files may be dropped, and how far their reading is shows as it goes.
"use strict";

const form = document.getElementById("drop");
const files = document.getElementById("files");
const told = document.getElementById("told");
const rows = document.getElementById("rows");
const others = document.getElementById("others");
let bar = null;

function cell(text) {
  const made = document.createElement("td");
  made.textContent = text;
  return made;
}

function show(now) {
  rows.replaceChildren(
    ...now.files.map((file) => {
      const row = document.createElement("tr");
      const name = cell(file.name);
      if (file.path && ["read", "there already"].includes(file.state)) {
        const link = document.createElement("a");
        link.href = `/article/${file.path.split("/").map(encodeURIComponent).join("/")}`;
        link.textContent = file.name;
        name.replaceChildren(link);
      }
      row.append(name, cell(file.state), cell(file.told));
      return row;
    }),
  );
  document.getElementById("files-told").hidden = now.files.length === 0;
  others.hidden = now.others.length === 0;
  others.querySelector("ul").replaceChildren(
    ...now.others.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
  if (now.running) {
    if (!bar) {
      bar = document.createElement("progress");
      bar.setAttribute("aria-label", "Files looked at");
      document.getElementById("bar").replaceChildren(bar);
    }
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
    } else bar.removeAttribute("value");
    told.textContent = `Reading ${now.present || "the case"}${now.total ? `: ${now.done} of ${now.total}` : ""}.`;
  } else {
    document.getElementById("bar").replaceChildren();
    bar = null;
    told.textContent = now.failed || `${now.statements} statements were new in the last run.`;
  }
}

async function follow() {
  for (;;) {
    const answer = await fetch("/add/progress", { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const now = await answer.json();
    show(now);
    if (!now.running) return;
    await new Promise((done) => setTimeout(done, 300));
  }
}

async function send(list) {
  const data = new FormData();
  for (const file of list) data.append("files", file, file.name);
  told.textContent = "Sending.";
  const answer = await fetch("/add/files", { method: "POST", body: data, headers: { accept: "application/json" } });
  if (!answer.ok) {
    told.textContent = answer.status === 413 ? "That is more than is taken at a time." : "The files could not be sent.";
    return;
  }
  show(await answer.json());
  form.reset();
  await follow();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (files.files.length) send([...files.files]);
});
for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (event.dataTransfer.files.length) send([...event.dataTransfer.files]);
});
if (document.getElementById("progress").dataset.running) follow();
