"use strict";
(() => {
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const one = (css, root = document) => root.querySelector(css);
  const SVG = "http://www.w3.org/2000/svg";
  const view = one(".view"), pan = one(".pan"), tip = one(".tip"), tables = one(".tables");
  const [, , wide, high] = view.getAttribute("viewBox").split(" ").map(Number);
  const levels = JSON.parse(view.dataset.levels);

  // ---- The map: which part of it is shown. ----
  const at = { k: 1, x: 0, y: 0 };
  // Pixels of the screen for one unit of the map, unmagnified.
  const unit = () => Math.min(view.clientWidth / wide, view.clientHeight / high) || 1;

  function draw(pixels = unit()) {
    const grown = at.k * pixels;
    pan.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.k})`);
    // Lines and letters keep their size on the screen.
    pan.style.setProperty("--f", 1 / grown);
    one("#hatch-map").setAttribute("patternTransform", `rotate(45) scale(${1 / grown})`);
    levels.forEach((level, i) => pan.classList.toggle(`s${i}`, grown >= level * 0.93));
    view.classList.toggle("zoomed", at.k > 1);
    scaleBar(grown);
  }

  function scaleBar(grown) {
    const perPixel = 1 / (view.dataset.scale * grown), most = 150 * perPixel;
    const power = 10 ** Math.floor(Math.log10(most));
    const metres = [5, 2, 1].map((n) => n * power).find((m) => m <= most) || power;
    const [number, name] = metres >= 1000 ? [metres / 1000, "km"] : [metres, "m"];
    const text = `${String(+number.toFixed(3)).replace(".", document.documentElement.dataset.mark)} ${name}`;
    one(".rule").setAttribute("d", `M2 12v10M2 17h${metres / perPixel}m0-5v10`);
    one(".length").textContent = text;
    one(".bar-and-north").setAttribute("aria-label", text);
  }

  // Magnifies about a point of the map, and keeps the map in its frame.
  function zoom(by, x = wide / 2, y = high / 2) {
    const k = Math.min(Math.max(at.k * by, 1), 64 / unit());
    move(x - (x - at.x) * (k / at.k), y - (y - at.y) * (k / at.k), k);
  }

  function move(x, y, k = at.k) {
    at.k = k;
    at.x = Math.min(wide * 0.5, Math.max(x, wide * 0.5 - wide * k));
    at.y = Math.min(high * 0.5, Math.max(y, high * 0.5 - high * k));
    if (k === 1) at.x = at.y = 0;
    draw();
  }

  // A point of the screen on the unmagnified map.
  function onMap(event) {
    const box = view.getBoundingClientRect(), u = unit();
    const left = box.left + (box.width - wide * u) / 2, top = box.top + (box.height - high * u) / 2;
    return [(event.clientX - left) / u, (event.clientY - top) / u];
  }

  function show(box) {
    const room = 0.6, k = Math.min(wide * room / Math.max(box.width, 1e-6), high * room / Math.max(box.height, 1e-6), 10 / unit());
    const factor = Math.max(k, 1);
    move(wide / 2 - (box.x + box.width / 2) * factor, high / 2 - (box.y + box.height / 2) * factor, factor);
  }

  view.addEventListener("wheel", (event) => {
    // At its smallest the map lets the page scroll on.
    if (at.k === 1 && event.deltaY > 0) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), ...onMap(event));
  }, { passive: false });

  // One pointer drags, two pinch.
  const pointers = new Map();
  let dragged = false;
  view.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, onMap(event));
    dragged = false;
  });
  view.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = pointers.get(event.pointerId), now = onMap(event);
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
    if (!dragged && Math.hypot(now[0] - before[0], now[1] - before[1]) * unit() < 4) return;
    dragged = true;
    pointers.set(event.pointerId, now);
    if (others.length) {
      const apart = (p) => Math.hypot(p[0] - others[0][0], p[1] - others[0][1]);
      zoom(apart(now) / Math.max(apart(before), 1), (now[0] + others[0][0]) / 2, (now[1] + others[0][1]) / 2);
    } else if (at.k > 1) {
      view.setPointerCapture(event.pointerId);
      move(at.x + now[0] - before[0], at.y + now[1] - before[1]);
    }
  });
  ["pointerup", "pointercancel", "pointerleave"].forEach((name) =>
    view.addEventListener(name, (event) => pointers.delete(event.pointerId)));

  const tools = { in: () => zoom(1.6), out: () => zoom(1 / 1.6), all: () => move(0, 0, 1) };
  all(".tools button").forEach((button) => button.addEventListener("click", tools[button.dataset.do]));
  one(".tools").hidden = false;

  // ---- What shapes tell. ----
  const told = all(".view .stretch, .view .mark, .strip g").filter((g) => one(":scope > title", g));
  told.forEach((g) => {
    const title = one(":scope > title", g);
    g.dataset.tip = title.textContent;
    g.setAttribute("aria-label", title.textContent);
    g.setAttribute("role", "img");
    title.remove();
  });

  function tell(shape, x, y) {
    tip.textContent = shape ? shape.dataset.tip : "";
    tip.classList.toggle("shown", Boolean(shape));
    if (!shape) return;
    tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(4, y + 18 + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 12 : y + 18)}px`;
  }
  const shapeOf = (event) => event.target.closest && event.target.closest("[data-tip]");
  document.addEventListener("pointermove", (event) => tell(shapeOf(event), event.clientX, event.clientY));
  document.addEventListener("focusin", (event) => {
    const shape = shapeOf(event), box = shape && shape.getBoundingClientRect();
    tell(shape, box ? box.x + box.width / 2 : 0, box ? box.y + box.height / 2 : 0);
  });

  // ---- What is picked: spans of sections, a village or a marker. ----
  const spanOf = (g) => [g.dataset.section, +g.dataset.fromMm, +g.dataset.toMm];
  const spansOf = (row) => JSON.parse(row.dataset.spans || "[]");
  const meet = (a, b) => a[0] === b[0] && a[1] < b[2] && b[1] < a[2];
  const stretches = all(".view .stretch:not(.proposed)").sort((a, b) => order(a) - order(b) || spanOf(a)[1] - spanOf(b)[1]);
  const bars = all(".strip .bar[data-from-mm]");
  const rows = all("tr[data-spans], tr[data-village], tr[data-marker]", tables);
  function order(g) {
    // As the sections stand in the strip.
    return all(".strip .bar[data-from-mm]").findIndex((bar) => bar.dataset.section === g.dataset.section);
  }

  function pick(picked) {
    all(".on").forEach((element) => element.classList.remove("on"));
    all("tr[aria-current]").forEach((row) => row.removeAttribute("aria-current"));
    const group = one(".picked");
    group.replaceChildren();
    if (!picked) return;
    const parts = stretches.flatMap((g) => picked.spans.filter((span) => meet(span, spanOf(g))).map((span) => part(g, span)));
    group.append(...parts, ...parts.map((path) => {
      const light = path.cloneNode();
      light.setAttribute("class", "light");
      return light;
    }));
    bars.filter((bar) => picked.spans.some((span) => meet(span, spanOf(bar)))).forEach((bar) => bar.classList.add("on"));
    all(".mark, .strip-tick").filter((mark) => isPicked(mark, picked)).forEach((mark) => mark.classList.add("on"));
  }

  const isPicked = (mark, { village, marker }) =>
    (village && mark.dataset.village === village) ||
    (marker && mark.dataset.marker === marker[1] && mark.dataset.section === marker[0]);

  // The part of a stretch's path that lies in a span: dashes as long as what is before and in it.
  function part(g, [, from, to]) {
    const [, start, end] = spanOf(g), path = document.createElementNS(SVG, "path");
    const [a, b, length] = [Math.max(from, start) - start, Math.min(to, end) - start, end - start];
    path.setAttribute("d", one("path", g).getAttribute("d"));
    if (b - a < length) {
      path.setAttribute("pathLength", length / 1000);
      path.setAttribute("stroke-dasharray", `0 ${a / 1000} ${(b - a) / 1000} ${length / 1000}`);
    }
    return path;
  }

  function markRows(found) {
    found.forEach((row) => {
      row.classList.add("on");
      row.setAttribute("aria-current", "true");
    });
  }

  function pickRow(row) {
    const marker = row.dataset.marker && JSON.parse(row.dataset.marker);
    pick({ spans: spansOf(row), village: row.dataset.village, marker });
    markRows([row]);
    const shown = [one(".picked"), ...all(".view .mark.on")].map((g) => g.getBBox && boxOf(g)).filter(Boolean);
    if (shown.length) show(around(shown));
    if (view.getBoundingClientRect().bottom < 0) view.scrollIntoView({ block: "nearest" });
  }

  // Where something lies on the unmagnified map.
  function boxOf(g) {
    if (g.matches(".mark")) {
      const { e, f } = g.transform.baseVal.consolidate().matrix;
      return { x: e, y: f, width: 0, height: 0 };
    }
    return g.childNodes.length ? g.getBBox() : null;
  }
  function around(boxes) {
    const x = Math.min(...boxes.map((b) => b.x)), y = Math.min(...boxes.map((b) => b.y));
    return {
      x, y,
      width: Math.max(...boxes.map((b) => b.x + b.width)) - x,
      height: Math.max(...boxes.map((b) => b.y + b.height)) - y,
    };
  }

  function pickShape(g) {
    const { village, section, marker, fromMm } = g.dataset;
    const picked = { spans: fromMm ? [spanOf(g)] : [], village, marker: marker && [section, marker] };
    pick(picked);
    const keepers = fromMm ? JSON.parse(g.dataset.villages || "[]") : [];
    const tells = (row) =>
      (village && row.dataset.village === village) ||
      (marker && row.dataset.marker === JSON.stringify(picked.marker)) ||
      keepers.includes(row.dataset.village) ||
      (fromMm && !row.dataset.village && spansOf(row).some((span) => meet(span, picked.spans[0])));
    const found = rows.filter(tells);
    markRows(found);
    // Of all rows the one that tells of the least is the one meant.
    const length = (row) => spansOf(row).reduce((sum, [, from, to]) => sum + to - from, 0);
    const meant = found.sort((a, b) => length(a) - length(b))[0];
    if (meant) {
      toggle(meant.closest(".sheet"), true);
      meant.scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("click", (event) => {
    const shape = event.target.closest("[data-tip]");
    if (shape && !dragged) pickShape(shape);
  });

  // ---- The keyboard on the map. ----
  let here = -1;
  function step(by) {
    here = (here + by + stretches.length) % stretches.length;
    const g = stretches[here];
    g.setAttribute("tabindex", "-1");
    const box = g.getBBox(), [x, y] = [at.x + (box.x + box.width / 2) * at.k, at.y + (box.y + box.height / 2) * at.k];
    if (x < 0 || y < 0 || x > wide || y > high) move(at.x + wide / 2 - x, at.y + high / 2 - y);
    g.focus({ preventScroll: true });
  }
  const keys = {
    ArrowLeft: () => move(at.x + 60, at.y), ArrowRight: () => move(at.x - 60, at.y),
    ArrowUp: () => move(at.x, at.y + 60), ArrowDown: () => move(at.x, at.y - 60),
    "+": tools.in, "=": tools.in, "-": tools.out, 0: tools.all,
    n: () => stretches.length && step(1), p: () => stretches.length && step(here < 0 ? 0 : -1),
    Enter: () => here >= 0 && pickShape(stretches[here]),
  };
  view.addEventListener("keydown", (event) => {
    const key = keys[event.key] || keys[event.key.toLowerCase()];
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    key();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pick(null);
    tell(null);
    if (view.contains(document.activeElement)) view.focus();
  });

  // ---- The tables: closed and opened, sorted, filtered, shown on the map. ----
  function button(element, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.append(...element.childNodes);
    element.append(made);
    made.addEventListener("click", action);
    return made;
  }

  function toggle(sheet, open) {
    sheet.classList.toggle("open", open);
    sheet.classList.toggle("closed", !open);
    one("h3 button", sheet).setAttribute("aria-expanded", open);
  }

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    return cell ? [cell.dataset.v === undefined ? null : +cell.dataset.v, cell.textContent] : [null, ""];
  };
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  function sort(table, column) {
    const heads = [...table.tHead.rows[0].cells], head = heads[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0], sorted = [...body.rows].map((row) => [valueOf(row, column), row]);
    const numbers = sorted.some(([[value]]) => value !== null);
    const compare = numbers
      // What is not known stands last either way.
      ? ([[a]], [[b]]) => (a === null) - (b === null) || (down ? b - a : a - b)
      : ([[, a]], [[, b]]) => (down ? words.compare(b, a) : words.compare(a, b));
    body.append(...sorted.sort(compare).map(([, row]) => row));
  }

  function filter(table, text) {
    const sought = text.trim().toLocaleLowerCase(), body = [...table.tBodies[0].rows];
    body.forEach((row) => { row.hidden = !row.textContent.toLocaleLowerCase().includes(sought); });
    const left = body.filter((row) => !row.hidden).length, { of, rows: name } = tables.dataset;
    table.caption.textContent = sought ? `${left} ${of} ${body.length} ${name}` : table.dataset.caption;
  }

  all(".sheet").forEach((sheet) => {
    const table = one("table", sheet), heading = one("h3", sheet);
    button(heading, () => toggle(sheet, sheet.classList.contains("closed")));
    toggle(sheet, sheet.dataset.open === "open");
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.tagName === "TH") button(head, () => sort(table, column));
    });
    table.dataset.caption = table.caption.textContent;
    if (table.tBodies[0].rows.length > 8) {
      const label = document.createElement("label"), input = document.createElement("input");
      label.className = "filter";
      input.type = "search";
      label.append(tables.dataset.filter, input);
      input.addEventListener("input", () => filter(table, input.value));
      heading.after(label);
    }
  });
  rows.forEach((row) => {
    const show = button(row.cells[0], () => pickRow(row));
    show.className = "show";
    show.title = tables.dataset.show;
  });

  // ---- On paper everything is shown, the map as large as the style has it there. ----
  const PAPER = [184, 160].map((mm) => (mm / 25.4) * 96);
  let kept = null;
  addEventListener("beforeprint", () => {
    kept = { ...at };
    Object.assign(at, { k: 1, x: 0, y: 0 });
    draw(Math.min(PAPER[0] / wide, PAPER[1] / high));
  });
  addEventListener("afterprint", () => {
    Object.assign(at, kept);
    draw();
  });
  new ResizeObserver(() => draw()).observe(view);
  draw();
})();
