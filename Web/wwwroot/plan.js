// Draws risks on a floor plan with pointer and arrow keys. The rows of the form are the only record: what is shown is read
// from them and every deed writes to them, so the page saves the same with and without this file.
(() => {
  const svg = document.querySelector("svg.plan");
  const rows = document.querySelector("#plan-rows");
  const tools = document.querySelector("#plan-tools");
  if (!svg || !rows || !tools) return;

  const width = svg.viewBox.baseVal.width;
  const height = svg.viewBox.baseVal.height;
  const layer = svg.querySelector(".shapes");
  const draft = svg.querySelector(".drawing");
  const status = tools.querySelector("#plan-status");
  const chosen = tools.querySelector("#tool-risk");
  const blank = rows.lastElementChild.cloneNode(true);
  const risks = new Map([...document.querySelectorAll("#plan-risks tr[data-number]")].map(r => [r.dataset.number, r.dataset]));
  const severity = { blue: 1, yellow: 2, orange: 3, red: 4 };
  const step = 0.5;
  const nearEnough = 1.5;
  const letter = 16;

  let tool = null;      // "area", "point" or nothing: then shapes are selected and moved
  let corners = [];     // of the area being drawn
  let selected = -1;
  let held = null;      // what is being dragged: row, corner (-1 for all), where it began, the points then

  const field = (row, name) => row.querySelector(`[name$=".${name}"]`);
  const write = points => points.map(p => p.map(v => String(Math.round(v * 100) / 100)).join(",")).join(" ");
  const within = v => Math.min(100, Math.max(0, v));

  function read(text) {
    const points = text.trim().split(/[\s;；]+/).filter(Boolean).map(p => p.split(/[,，]/).map(v => v === "" ? NaN : Number(v)));
    return points.length > 0 && points.length !== 2 && points.every(p => p.length === 2 && p.every(v => v >= 0 && v <= 100)) ? points : null;
  }

  // The worst first, which gives the colour and stands first in the label.
  function risksOf(row) {
    const numbers = [field(row, "Risk").value, ...field(row, "Others").value.split(/[、,，;；\s]+/)];
    return [...new Set(numbers)].map(n => risks.get(n)).filter(Boolean).sort((a, b) => severity[b.colour] - severity[a.colour] || a.number - b.number);
  }

  function element(name, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  const toDrawing = ([x, y]) => [x * width / 100, y * height / 100];
  const average = values => values.reduce((sum, v) => sum + v, 0) / values.length;

  function shapeOf(row, index) {
    const points = read(field(row, "Points").value);
    if (!points || field(row, "Remove").checked) return null;
    const its = risksOf(row);
    const name = its.map(r => r.name).join("、") || "未选择风险";
    const word = its[0]?.word ?? "未评";
    const shape = element("g", {
      class: `shape shape-${its[0]?.colour ?? "none"}${index === selected ? " is-selected" : ""}`,
      tabindex: "0", role: "button", "data-row": index, "aria-label": `图形 ${index + 1}：${name}，${word}`, "aria-pressed": String(index === selected),
    });
    shape.append(element("title", {}, `${index + 1} ${name}（${word}）`));
    const drawn = points.map(toDrawing);
    const middle = points.length === 1 ? [drawn[0][0], drawn[0][1] - 34] : [average(drawn.map(p => p[0])), average(drawn.map(p => p[1]))];
    shape.append(points.length === 1
      ? element("circle", { cx: drawn[0][0], cy: drawn[0][1], r: 9 })
      : element("polygon", { points: drawn.map(p => p.join(",")).join(" ") }));
    const words = `${index + 1} ${name.length > 14 ? name.slice(0, 14) + "…" : name}`;
    const half = words.length * letter / 2;   // never over the edge
    const [x, y] = [Math.min(width - half, Math.max(half, middle[0])), Math.max(letter, middle[1])];
    const label = element("text", {});
    label.append(element("tspan", { x, y }, words), element("tspan", { x, dy: 20 }, word));
    shape.append(label);
    return shape;
  }

  function show() {
    const focused = document.activeElement?.closest?.(".shape")?.dataset.row;
    layer.replaceChildren(...[...rows.children].map(shapeOf).filter(Boolean));
    [...rows.children].forEach((row, i) => row.classList.toggle("is-selected", i === selected));
    if (focused !== undefined) layer.querySelector(`[data-row="${focused}"]`)?.focus();

    const own = selected >= 0 ? read(field(rows.children[selected], "Points").value) : null;
    const handles = own && own.length > 2 && !tool ? own : corners;
    draft.replaceChildren(
      ...(corners.length > 1 ? [element("polyline", { points: corners.map(c => toDrawing(c).join(",")).join(" ") })] : []),
      ...handles.map((c, i) => element("circle", { class: tool ? "" : "corner", "data-corner": i, cx: toDrawing(c)[0], cy: toDrawing(c)[1], r: 7 })));
    tools.querySelector("[data-deed=finish]").disabled = corners.length < 3;
    tools.querySelector("[data-deed=back]").disabled = corners.length === 0;
    tools.querySelector("[data-deed=remove]").disabled = selected < 0;
    for (const button of tools.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    svg.classList.toggle("is-drawing", tool !== null);
  }

  function say(sentence) { status.textContent = sentence; }

  function take(name) {
    [tool, corners, selected] = [tool === name ? null : name, [], -1];
    if (tool && !chosen.value) {
      tool = null;
      say("请先选择要标注的风险。");
      chosen.focus();
    } else {
      say(tool === "area" ? "在图上依次点区域的各个角，再点“完成区域”或双击。" : tool === "point" ? "在图上点风险所在的位置。" : "已停止标注。点图形可以选中和移动。");
    }
    show();
  }

  function add(points) {
    let row = [...rows.children].find(r => !field(r, "Risk").value && !field(r, "Points").value && !field(r, "Remove").checked);
    if (!row) {
      row = blank.cloneNode(true);
      const index = rows.children.length;
      for (const part of [row, ...row.querySelectorAll("*")])
        for (const attribute of part.attributes) attribute.value = attribute.value.replace(/Shapes([[-])\d+/g, `Shapes$1${index}`);
      row.querySelector("legend").textContent = `图形 ${index + 1}`;
      row.querySelector("label .visually-hidden").textContent = `图形 ${index + 1}`;
      rows.append(row);
    }
    field(row, "Risk").value = chosen.value;
    field(row, "Points").value = write(points);
    [tool, corners, selected] = [null, [], [...rows.children].indexOf(row)];
    say(`图形 ${selected + 1} 已标在图上，还没有保存。`);
    show();
  }

  function finish() {
    if (corners.length > 2) add(corners);
  }

  function remove() {
    if (selected < 0) return;
    field(rows.children[selected], "Remove").checked = true;
    say(`图形 ${selected + 1} 将在保存时删除；要恢复，请在下面取消勾选“删除”。`);
    selected = -1;
    show();
  }

  function move(row, points, corner, dx, dy) {
    const all = corner < 0;
    const least = axis => all ? Math.min(...points.map(p => p[axis])) : points[corner][axis];
    const most = axis => all ? Math.max(...points.map(p => p[axis])) : points[corner][axis];
    const x = Math.min(100 - most(0), Math.max(-least(0), dx));
    const y = Math.min(100 - most(1), Math.max(-least(1), dy));
    field(row, "Points").value = write(points.map((p, i) => all || i === corner ? [p[0] + x, p[1] + y] : p));
    say("图形已移动，还没有保存。");
    show();
  }

  function at(event) {
    const box = svg.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width * 100), within((event.clientY - box.top) / box.height * 100)];
  }

  svg.addEventListener("pointerdown", event => {
    if (tool || event.button !== 0) return;
    const corner = event.target.closest(".corner");
    const shape = event.target.closest(".shape");
    if (!corner) selected = shape ? Number(shape.dataset.row) : -1;
    if (corner || shape) {
      const points = read(field(rows.children[selected], "Points").value);
      held = { corner: corner ? Number(corner.dataset.corner) : -1, from: at(event), points };
      svg.setPointerCapture(event.pointerId);
    }
    show();
    if (shape) layer.querySelector(`[data-row="${selected}"]`)?.focus({ preventScroll: true });
  });
  svg.addEventListener("pointermove", event => {
    if (!held) return;
    const [x, y] = at(event);
    if (x !== held.from[0] || y !== held.from[1]) move(rows.children[selected], held.points, held.corner, x - held.from[0], y - held.from[1]);
  });
  for (const over of ["pointerup", "pointercancel"]) svg.addEventListener(over, () => { held = null; });
  svg.addEventListener("click", event => {
    if (tool === "point") {
      add([at(event)]);
    } else if (tool === "area") {
      const point = at(event);
      const last = corners.at(-1);
      if (corners.length > 2 && Math.hypot(point[0] - corners[0][0], point[1] - corners[0][1]) < nearEnough) return finish();
      if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) > step) corners.push(point);   // not twice for a double click
      show();
    }
  });
  svg.addEventListener("dblclick", () => { if (tool === "area") finish(); });
  svg.addEventListener("keydown", event => {
    const shape = event.target.closest(".shape");
    if (!shape) return;
    selected = Number(shape.dataset.row);
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (way) move(rows.children[selected], read(field(rows.children[selected], "Points").value), -1, ...way);
    else if (event.key === "Delete") remove();
    else if (event.key === "Enter" || event.key === " ") show();
    else return;
    event.preventDefault();
  });
  tools.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (button?.dataset.tool) take(button.dataset.tool);
    else if (button?.dataset.deed === "finish") finish();
    else if (button?.dataset.deed === "back") { corners.pop(); show(); }
    else if (button?.dataset.deed === "remove") remove();
  });
  rows.addEventListener("input", show);

  svg.setAttribute("role", "group");
  tools.hidden = false;
  show();
})();
