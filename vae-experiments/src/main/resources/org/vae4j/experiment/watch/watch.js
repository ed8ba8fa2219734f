"use strict";
const SVG = "http://www.w3.org/2000/svg";
let edge = 4;
// What sliders reach where neither the space nor the test examples say more.
const RANGE = 3.5;
const get = id => document.getElementById(id);
let z = [];
let names = [];
let axes = [0, 1];
let points = { order: [], trait: "", groups: [], means: [] };
let space = { edge: 0, sphere: false, normal: true, draws: true };
let seen = { curves: "", points: "", sheets: "", version: -1 };

// One request at a time; what changed meanwhile is asked for next, so that the image never lags behind the hand.
let asking = false;
let wanted = false;
async function decode() {
  wanted = true;
  if (asking) return;
  asking = true;
  try {
    while (wanted) {
      wanted = false;
      const start = performance.now();
      const answer = await fetch("decode?z=" + z.map(v => v.toFixed(4)).join(",")
        + (get("given").hidden ? "" : "&y=" + get("label").value));
      if (!answer.ok) { get("timing").textContent = await answer.text(); continue; }
      const url = URL.createObjectURL(await answer.blob());
      const old = get("image").src;
      get("image").src = url;
      await get("image").decode().catch(() => {});
      if (old.startsWith("blob:")) URL.revokeObjectURL(old);
      get("timing").textContent = `decoded in ${Math.round(performance.now() - start)} ms`;
    }
  } catch (e) {
    get("timing").textContent = "vae watch no longer answers.";
  } finally {
    asking = false;
  }
}

function show() {
  get("handle").setAttribute("cx", Math.max(-edge, Math.min(edge, z[axes[0]])));
  get("handle").setAttribute("cy", z.length > 1 ? -Math.max(-edge, Math.min(edge, z[axes[1]])) : 0);
  z.forEach((value, j) => {
    get("z" + j).value = value;
    get("out" + j).textContent = value.toFixed(2).replace("-", "−");
  });
  decode();
}

// On the sphere, and in the ball, the other dimensions make room for those that were set.
function fit(fixed) {
  if (space.edge === 0) return;
  const most = space.sphere ? space.edge : 0.995 * space.edge;
  const norm = some => Math.hypot(...some.map(j => z[j]));
  const others = z.map((_, j) => j).filter(j => !fixed.includes(j));
  const own = norm(fixed);
  if (own > most) for (const j of fixed) z[j] *= most / own;
  const room = Math.sqrt(Math.max(0, most * most - own * own));
  const rest = norm(others);
  if (others.length === 0 || (!space.sphere && rest <= room)) return;
  if (rest > 1e-6) for (const j of others) z[j] *= room / rest;
  else z[others[0]] = room;
}

function move(x, y) {
  z[axes[0]] = x;
  if (z.length > 1) z[axes[1]] = y;
  fit(z.length > 1 ? axes : [axes[0]]);
  show();
}

function order() {
  return points.order.length === z.length ? points.order : z.map((_, j) => j);
}

function buildSliders() {
  const box = get("sliders");
  const furthest = points.means.reduce((most, mean) => mean.reduce((m, v) => Math.max(m, Math.abs(v)), most), 0);
  const reach = space.edge || Math.max(RANGE, Math.ceil(furthest));
  box.replaceChildren();
  for (const j of order()) {
    const label = document.createElement("label");
    label.htmlFor = "z" + j;
    label.textContent = names[j];
    const slider = document.createElement("input");
    Object.assign(slider, { id: "z" + j, type: "range", min: -reach, max: reach, step: 0.01, value: z[j] });
    slider.addEventListener("input", () => { z[j] = Number(slider.value); fit([j]); show(); });
    const out = document.createElement("output");
    out.id = "out" + j;
    box.append(label, slider, out);
  }
  for (const [index, id] of ["across", "up"].entries()) {
    const select = get(id);
    select.replaceChildren(...z.map((_, j) => new Option(names[j], j)));
    select.value = axes[index];
    select.onchange = () => { axes[index] = Number(select.value); drawPoints(); show(); };
  }
  get("planes").hidden = z.length < 2;
}

function circle(attributes) {
  const made = document.createElementNS(SVG, "circle");
  for (const [name, v] of Object.entries(attributes)) made.setAttribute(name, v);
  return made;
}

function drawPoints() {
  drawGrid();
  const across = points.means[axes[0]] || [];
  const up = points.means[axes[1]] || across;
  const colour = new Array(across.length).fill("rgb(0,114,178)");
  for (const group of points.groups) for (const i of group.members) colour[i] = group.colour;
  get("points").replaceChildren(...across.map((x, i) => circle({ cx: x, cy: -up[i], fill: colour[i] })));
  get("classes").replaceChildren(...points.groups.filter(group => group.members.length > 0).map(group => {
    const item = document.createElement("li");
    const mark = document.createElementNS(SVG, "svg");
    mark.setAttribute("viewBox", "0 0 12 12");
    mark.append(circle({ cx: 6, cy: 6, r: 4.5, fill: group.colour }));
    item.append(mark, group.name);
    return item;
  }));
}

// As wide as the space, or as the prior and the test examples need.
function drawGrid() {
  const furthest = axes.flatMap(j => points.means[j] || []).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  edge = space.edge ? 1.08 * space.edge : Math.max(4, Math.ceil(1.05 * furthest));
  get("plane").setAttribute("viewBox", `${-edge} ${-edge} ${2 * edge} ${2 * edge}`);
  get("plane").style.setProperty("--unit", edge / 4);
  get("rings").replaceChildren(...(space.edge ? [space.edge] : space.normal ? [1, 2] : [])
    .map(radius => circle({ r: radius, class: "ring" })));
  get("grid").replaceChildren();
  get("numbers").replaceChildren();
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 1000].find(size => edge / size <= 4.1);
  for (let at = -step * Math.floor(edge / step); at <= edge; at += step) {
    for (const [x1, y1, x2, y2] of [[at, -edge, at, edge], [-edge, at, edge, at]]) {
      const line = document.createElementNS(SVG, "line");
      for (const [name, v] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, v);
      get("grid").append(line);
    }
    // A number in a corner would stand for either axis.
    if (Math.abs(at) > 0.9 * edge) continue;
    for (const [x, y, anchor] of [[at, 0.97 * edge, "middle"], [-0.97 * edge, -at + 0.02 * edge, "start"]]) {
      const text = document.createElementNS(SVG, "text");
      for (const [name, v] of Object.entries({ x, y, "text-anchor": anchor })) text.setAttribute(name, v);
      text.textContent = String(at).replace("-", "−");
      get("numbers").append(text);
    }
  }
}

// A click near a test example takes all of its z, not only the two that are shown.
let dragged = false;
function place(event) {
  const box = get("plane").getBoundingClientRect();
  return [
    ((event.clientX - box.left) / box.width * 2 - 1) * edge,
    -((event.clientY - box.top) / box.height * 2 - 1) * edge,
  ];
}
get("plane").addEventListener("pointerdown", event => {
  dragged = false;
  get("plane").setPointerCapture(event.pointerId);
  move(...place(event));
});
get("plane").addEventListener("pointermove", event => {
  if (get("plane").hasPointerCapture(event.pointerId)) { dragged = true; move(...place(event)); }
});
get("plane").addEventListener("pointerup", event => {
  if (dragged) return;
  const [x, y] = place(event);
  let best = -1, least = 0.02 * edge;
  (points.means[axes[0]] || []).forEach((px, i) => {
    const distance = Math.hypot(px - x, (points.means[axes[1]] || points.means[axes[0]])[i] - y);
    if (distance < least) { least = distance; best = i; }
  });
  if (best >= 0) { z = points.means.map(mean => mean[best]); show(); }
});
get("plane").addEventListener("keydown", event => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  if (!step) return;
  event.preventDefault();
  move(z[axes[0]] + edge / 40 * step[0], z.length > 1 ? z[axes[1]] + edge / 40 * step[1] : 0);
});
get("zero").addEventListener("click", () => { z.fill(0); show(); });
get("draw").addEventListener("click", async () => {
  const answer = await fetch("draw");
  if (answer.ok) { z = (await answer.json()).z; show(); }
});

get("label").addEventListener("change", decode);

// What is left: by how fast it went since this page was opened, or before that since the run began.
let begun = null;
function left(status) {
  if (status.state !== "RUNNING") { begun = null; return ""; }
  const now = performance.now() / 1000;
  if (!begun || status.fraction < begun.fraction) begun = { now, fraction: status.fraction };
  const [done, took] = status.fraction - begun.fraction >= 0.05
    ? [status.fraction - begun.fraction, now - begun.now] : [status.fraction, status.seconds];
  if (done < 0.01 || took <= 0) return "";
  const seconds = (1 - status.fraction) * took / done;
  return seconds < 90 ? `about ${Math.max(1, Math.round(seconds))} s left`
    : seconds < 5400 ? `about ${Math.round(seconds / 60)} min left` : `about ${(seconds / 3600).toFixed(1)} h left`;
}

// Sheets of different shape get one height.
async function showSheets(state) {
  if (state.sheets === seen.sheets) return;
  seen.sheets = state.sheets;
  get("sheets").innerHTML = await (await fetch("sheets")).text();
  for (const figure of get("sheets").children) {
    const image = figure.querySelector("img");
    image.decode().then(() => { figure.style.flexGrow = image.naturalWidth / image.naturalHeight; }, () => {});
  }
  get("pictures").hidden = get("sheets").children.length === 0;
}

function showParts(parts) {
  if (get("parts").childElementCount > 0) return;
  for (const [name, text] of Object.entries(parts || {})) {
    const row = document.createElement("div");
    for (const [kind, words] of [["dt", name], ["dd", text]]) {
      row.append(Object.assign(document.createElement(kind), { textContent: words }));
    }
    get("parts").append(row);
  }
}

// What the run does, unless the mark beside the title has said it.
function doing(state, status) {
  const said = (status.reason || status.doing).replaceAll(/-(?=ELBO|\d)/g, "−");
  const parts = said.toLowerCase() === status.state.toLowerCase() ? [] : [said];
  if (state.model) parts.push(`model after epoch ${state.model.epoch}`);
  const remaining = left(status);
  if (remaining) parts.push(remaining);
  const text = parts.join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function showRun(state) {
  showParts(state.parts);
  document.title = state.experiment + " – vae watch";
  get("experiment").textContent = state.experiment;
  get("run").textContent = state.run;
  const status = state.status;
  get("state").hidden = !status;
  get("doing").textContent = status ? doing(state, status) : "";
  if (!status) return;
  const lost = status.state === "RUNNING" && !state.alive;
  get("state").textContent = lost ? "silent" : status.state.toLowerCase();
  get("state").className = "state " + (lost ? "lost" : status.state.toLowerCase());
  get("progress").value = status.fraction;
  get("progress").hidden = status.state === "DONE";
}

async function showModel(state) {
  get("waiting").hidden = Boolean(state.model);
  get("waiting").textContent = state.loading ? "Loading the model of the last checkpoint …"
    : "The run has written no checkpoint yet. The latent space appears with the first.";
  get("latent").hidden = !state.model;
  if (!state.model) return;
  const fresh = z.length !== state.model.latent;
  if (fresh) {
    space = state.model.place;
    names = state.model.names;
    z = new Array(state.model.latent).fill(0);
    fit([]);
    get("zero").hidden = space.sphere;
    get("draw").hidden = !space.draws;
    get("given").hidden = state.model.condition === 0;
    get("given-y").hidden = state.model.condition === 0;
    get("label").replaceChildren(...Array.from({ length: state.model.condition }, (_, i) => new Option(i, i)));
  }
  if (fresh || state.points !== seen.points) {
    seen.points = state.points;
    points = await (await fetch("points")).json();
    if (z.length > 2 && points.order.length > 1) axes = points.order.slice(0, 2);
    buildSliders();
    drawPoints();
    show();
  } else if (state.model.version !== seen.version) {
    decode();
  }
  seen.version = state.model.version;
}

async function showCurves(state) {
  if (state.curves !== seen.curves) {
    seen.curves = state.curves;
    get("curves").innerHTML = await (await fetch("curves")).text();
  }
  get("early").hidden = get("curves").querySelector("svg") !== null;
  get("early").textContent = "The first curves and pictures appear when the first epoch ends.";
}

async function poll() {
  try {
    const state = await (await fetch("state")).json();
    showRun(state);
    // None waits for another: a model that is being read leaves the curves alone.
    await Promise.all([showModel(state), showSheets(state), showCurves(state)]);
  } catch (e) {
    get("doing").textContent = "vae watch no longer answers.";
  }
  setTimeout(poll, 2000);
}
poll();
