"use strict";
const SVG = "http://www.w3.org/2000/svg";
// Those of Palette, which the style sheet maps to those of the scheme.
const COLOURS = ["0,114,178", "213,94,0", "0,158,115", "204,121,167", "230,159,0",
  "86,180,233", "192,0,60", "51,37,65", "129,80,115", "82,3,175"].map(rgb => `rgb(${rgb})`);
let edge = 4;
const RANGE = 3.5;
const get = id => document.getElementById(id);
let z = [];
let axes = [0, 1];
let points = { order: [], trait: "", values: [], means: [] };
let seen = { curves: "", points: "", samples: "none", reconstructions: "none", version: -1 };

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
        + (get("told").hidden ? "" : "&y=" + get("label").value));
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
    get("out" + j).textContent = value.toFixed(2);
  });
  decode();
}

function move(x, y) {
  z[axes[0]] = x;
  if (z.length > 1) z[axes[1]] = y;
  show();
}

function order() {
  return points.order.length === z.length ? points.order : z.map((_, j) => j);
}

function buildSliders() {
  const box = get("sliders");
  box.replaceChildren();
  for (const j of order()) {
    const label = document.createElement("label");
    label.htmlFor = "z" + j;
    label.textContent = "z" + (j + 1);
    const slider = document.createElement("input");
    Object.assign(slider, { id: "z" + j, type: "range", min: -RANGE, max: RANGE, step: 0.01, value: z[j] });
    slider.addEventListener("input", () => { z[j] = Number(slider.value); show(); });
    const out = document.createElement("output");
    out.id = "out" + j;
    box.append(label, slider, out);
  }
  for (const [index, id] of ["across", "up"].entries()) {
    const select = get(id);
    select.replaceChildren(...z.map((_, j) => new Option("z" + (j + 1), j)));
    select.value = axes[index];
    select.onchange = () => { axes[index] = Number(select.value); drawPoints(); show(); };
  }
  get("planes").hidden = z.length < 2;
}

function colours() {
  const distinct = [...new Set(points.values)].sort((a, b) => a - b);
  if (distinct.length > COLOURS.length || !distinct.every(Number.isInteger)) return new Map();
  return new Map(distinct.map((value, i) => [value, COLOURS[i]]));
}

function drawPoints() {
  drawGrid();
  const colour = colours();
  get("points").replaceChildren(...(points.means[axes[0]] || []).map((x, i) => {
    const point = document.createElementNS(SVG, "circle");
    point.setAttribute("cx", x);
    point.setAttribute("cy", -(points.means[axes[1]] || points.means[axes[0]])[i]);
    point.setAttribute("fill", colour.get(points.values[i]) || COLOURS[0]);
    return point;
  }));
  get("classes").replaceChildren(...[...colour].map(([value, fill]) => {
    const item = document.createElement("li");
    const mark = document.createElementNS(SVG, "svg");
    mark.setAttribute("viewBox", "0 0 12 12");
    const dot = document.createElementNS(SVG, "circle");
    for (const [name, v] of [["cx", 6], ["cy", 6], ["r", 4.5], ["fill", fill]]) dot.setAttribute(name, v);
    mark.append(dot);
    item.append(mark, String(value));
    return item;
  }));
}

// As wide as the prior and the test examples need.
function drawGrid() {
  const furthest = Math.max(0, ...axes.flatMap(j => points.means[j] || []).map(Math.abs));
  edge = Math.max(4, Math.ceil(furthest + 0.2));
  get("plane").setAttribute("viewBox", `${-edge} ${-edge} ${2 * edge} ${2 * edge}`);
  get("grid").replaceChildren();
  get("numbers").replaceChildren();
  for (let at = 2 - edge; at < edge - 1; at += edge > 6 ? 4 : 2) {
    for (const [x, y] of [[at, edge - 0.12], [-edge + 0.1, -at + 0.09]]) {
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("x", x);
      text.setAttribute("y", y);
      if (y === edge - 0.12) text.setAttribute("text-anchor", "middle");
      text.textContent = String(at).replace("-", "−");
      get("numbers").append(text);
    }
  }
  for (let at = 1 - edge; at < edge; at++) {
    for (const [x1, y1, x2, y2] of [[at, -edge, at, edge], [-edge, at, edge, at]]) {
      const line = document.createElementNS(SVG, "line");
      for (const [name, v] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, v);
      get("grid").append(line);
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
  let best = -1, least = 0.08;
  (points.means[axes[0]] || []).forEach((px, i) => {
    const distance = Math.hypot(px - x, points.means[axes[1]][i] - y);
    if (distance < least) { least = distance; best = i; }
  });
  if (best >= 0) { z = points.means.map(mean => mean[best]); show(); }
});
get("plane").addEventListener("keydown", event => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  if (!step) return;
  event.preventDefault();
  move(z[axes[0]] + 0.1 * step[0], z[axes[1]] + 0.1 * step[1]);
});
get("zero").addEventListener("click", () => { z.fill(0); show(); });
get("draw").addEventListener("click", () => {
  z = z.map(() => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()));
  show();
});

get("label").addEventListener("change", decode);

// What is left, by how fast it went since this page was opened.
let begun = null;
function left(status) {
  if (status.state !== "RUNNING") { begun = null; return ""; }
  const now = performance.now() / 1000;
  if (!begun || status.fraction < begun.fraction) begun = { now, fraction: status.fraction };
  const done = status.fraction - begun.fraction;
  if (done < 0.005) return "";
  const seconds = (1 - status.fraction) * (now - begun.now) / done;
  return seconds < 90 ? `; about ${Math.max(1, Math.round(seconds))} s left`
    : seconds < 5400 ? `; about ${Math.round(seconds / 60)} min left` : `; about ${(seconds / 3600).toFixed(1)} h left`;
}

function showSheets(state) {
  for (const name of ["samples", "reconstructions"]) {
    if (state[name] === seen[name]) continue;
    seen[name] = state[name];
    get(name).src = `${name}.png?${encodeURIComponent(state[name])}`;
    get(name).closest("figure").hidden = state[name] === "none";
  }
  get("sheets").hidden = seen.samples === "none" && seen.reconstructions === "none";
}

function showRun(state) {
  get("trains").textContent = state.trains || "";
  document.title = state.experiment + " – vae watch";
  get("experiment").textContent = state.experiment;
  get("run").textContent = state.run;
  const status = state.status;
  get("state").hidden = !status;
  if (!status) return;
  const lost = status.state === "RUNNING" && !state.alive;
  get("state").textContent = lost ? "silent" : status.state.toLowerCase();
  get("state").className = "state " + (lost ? "lost" : status.state.toLowerCase());
  get("doing").textContent = (status.reason || status.doing) + (state.model ? `; model after epoch ${state.model.epoch}` : "") + left(status);
  get("progress").value = status.fraction;
  get("progress").hidden = status.state === "DONE";
}

async function showModel(state) {
  get("waiting").hidden = Boolean(state.model);
  get("latent").hidden = !state.model;
  if (!state.model) return;
  const fresh = z.length !== state.model.latent;
  if (fresh) {
    z = new Array(state.model.latent).fill(0);
    get("told").hidden = state.model.condition === 0;
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

async function poll() {
  try {
    const state = await (await fetch("state")).json();
    showRun(state);
    showSheets(state);
    await showModel(state);
    if (state.curves !== seen.curves) {
      seen.curves = state.curves;
      get("curves").innerHTML = await (await fetch("curves")).text();
    }
  } catch (e) {
    get("doing").textContent = "vae watch no longer answers.";
  }
  setTimeout(poll, 2000);
}
poll();
