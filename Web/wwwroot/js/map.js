// Draws the map of the page: areas by the rows of its table, and what the server counts in the view at hand. Everything a pointer
// does here a button or a row of a table does too; the view stands in the address.
(async () => {
  const holder = document.getElementById("map");
  if (!holder) return;
  const { outline, own, region, points, list, label } = holder.dataset;
  const tools = document.querySelector(".map-tools");
  const status = document.getElementById("map-status");
  const legend = document.getElementById("density-legend");
  const rows = [...document.querySelectorAll("#units tr[data-code]")];
  const heads = [...document.querySelectorAll("#units thead th")].map(h => h.textContent);
  const units = new Map(rows.map(row => [row.dataset.code, row]));
  const shades = ["#faf9fc", "#e6e0f0", "#d0c5e4", "#b6a5d4", "#967fc0", "#fff"];    // the last one where nothing is known
  const heats = ["#fee8c8", "#fdbb84", "#f16913", "#c51b3d", "#67001f"];
  const patterns = [
    { symbol: "none" },
    { symbol: "circle", symbolSize: .4, dashArrayX: [[14, 14], [0, 14, 14, 0]], dashArrayY: [12, 0], color: "rgba(60,40,100,.35)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 11], rotation: Math.PI / 4, color: "rgba(60,40,100,.4)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -Math.PI / 4, color: "rgba(60,40,100,.45)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0, color: "rgba(60,40,100,.4)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: Math.PI / 4, color: "rgba(90,100,110,.7)" },
  ];
  const stepOf = row => row.dataset.step === "none" ? shades.length - 1 : Number(row.dataset.step);
  const grades = [
    { code: "red", letter: "红", word: "重大", symbol: "triangle", size: 26, ink: "#fff" },
    { code: "orange", letter: "橙", word: "较大", symbol: "diamond", size: 28, ink: "#000" },
    { code: "yellow", letter: "黄", word: "一般", symbol: "rect", size: 20, ink: "#000" },
    { code: "blue", letter: "蓝", word: "低", symbol: "circle", size: 20, ink: "#fff" },
    { code: "none", letter: "未", word: "未评", symbol: "roundRect", size: 20, ink: "#000" },
  ];
  const framing = { label: { show: false }, itemStyle: { color: null, borderColor: "#0b3a6f", borderWidth: 5 } };
  const step = 1.6;
  const zooms = { least: .6, most: 4000 };
  const { flat, boxOf, middleOf } = mapShapes;
  const whole = { west: 119.9, south: 30.74, east: 121.42, north: 32.08 };

  let shapes;
  try {
    const answer = await fetch(outline);
    if (!answer.ok) throw new Error();
    shapes = (await answer.json()).features
      .map(f => ({ type: "Feature", geometry: f.geometry, properties: { name: String(f.id), title: f.properties.name } }));
  } catch {
    status.textContent = "地图的边界没有取到，请刷新页面。下面的表格不受影响。";
    return;
  }
  const codes = new Set(shapes.map(f => f.properties.name));
  const titles = new Map(shapes.map(f => [f.properties.name, f.properties.title]));
  echarts.registerMap("regions", { type: "FeatureCollection", features: shapes });

  // a township without an outline is looked at in its county
  const within = code => shapes.filter(f => f.properties.name.startsWith(code));
  const boxOfRegion = code => boxOf(within(code)) ?? (code.length > 6 ? boxOf(within(code.slice(0, 6))) : null) ?? aroundMark(code);
  function aroundMark(code) {
    const [x, y] = (units.get(code)?.dataset.at ?? "").split(",").map(Number);
    return y ? { west: x - .16, south: y - .12, east: x + .16, north: y + .12 } : whole;
  }

  const isOwn = f => f.properties.name.startsWith(region) || (region.length > 6 && f.properties.name === region.slice(0, 6) && within(region).length === 0);
  const isMarked = row => !codes.has(row.dataset.code) && row.dataset.at !== "";
  const placeOf = row => row.dataset.at.split(",").map(Number);
  const home = region.length === 4 && !own ? whole : boxOfRegion(region);
  const asked = new URLSearchParams(location.search);
  const first = ["west", "south", "east", "north"].every(k => asked.get(k))
    ? Object.fromEntries(["west", "south", "east", "north"].map(k => [k, Number(asked.get(k))])) : home;

  function clusterItem(params, api) {
    const [x, y] = api.coord([api.value(0), api.value(1)]);
    const counts = grades.map((g, i) => api.value(2 + i));
    const all = counts.reduce((a, b) => a + b, 0);
    const r = 15 + 11 * Math.sqrt(all / params.context.most);
    const worst = counts.findIndex(n => n > 0);
    let turn = -Math.PI / 2;
    const sectors = counts.map((n, i) => {
      const from = turn;
      turn += 2 * Math.PI * n / all;
      return { type: "sector", shape: { cx: x, cy: y, r, r0: r * .68, startAngle: from, endAngle: turn }, style: { fill: riskCharts.risks[grades[i].code].color, stroke: "#fff", lineWidth: .5 } };
    }).filter((s, i) => counts[i] > 0);
    const text = worst === 4 ? `${all}` : `${all}\n${grades[worst].letter}${counts[worst]}`;
    return { type: "group", children: [
      { type: "circle", shape: { cx: x, cy: y, r: r * .7 }, style: { fill: "#fff", opacity: .95 } },
      ...sectors,
      { type: "text", style: { text, x, y, align: "center", verticalAlign: "middle", fill: "#1c2733", fontSize: r > 19 ? 11 : 9, lineHeight: r > 19 ? 12 : 10 } },
    ] };
  }

  const sayRing = v => `${grades.reduce((n, g, i) => n + v[2 + i], 0)} 家企业\n${grades.map((g, i) => `${g.word} ${v[2 + i]}`).join("　")}\n点一下放大`;
  const nameOf = row => (row.querySelector("th a") ?? row.cells[0].firstChild).textContent.trim();

  holder.hidden = false;
  const areas = rows.filter(r => codes.has(r.dataset.code)).map(r => ({ name: r.dataset.code, value: stepOf(r), itemStyle: shade(stepOf(r)) }));
  const chart = riskCharts.make(holder, option(first));
  function option(view) {
    return {
      animation: false,
      tooltip: { trigger: "item", formatter: p => p.seriesType === "map" ? (units.has(p.name) ? `${nameOf(units.get(p.name))}：${units.get(p.name).dataset.value}` : titles.get(p.name) ?? "") : p.data?.say ?? p.name },
      geo: {
        map: "regions", roam: matchMedia("(pointer: coarse)").matches ? "scale" : true, aspectScale: flat, scaleLimit: { min: zooms.least, max: zooms.most },
        boundingCoords: [[view.west, view.north], [view.east, view.south]], left: 0, right: 0, top: 0, bottom: 0, preserveAspect: "contain",
        itemStyle: { areaColor: "#fff", borderColor: "#6b7885", borderWidth: 1 },
        regions: shapes.filter(f => !isOwn(f)).map(f => ({ name: f.properties.name, itemStyle: { areaColor: "#e4eaf0", borderColor: "#b8c5d6" } })),
        emphasis: framing,
      },
      visualMap: { type: "piecewise", show: false, seriesId: "areas", pieces: shades.map((color, value) => ({ value, color })) },
      series: [
        ...(areas.length > 0 ? [{ id: "areas", type: "map", map: "regions", geoIndex: 0, data: areas }] : []),
        { id: "marks", type: "scatter", coordinateSystem: "geo", symbol: "roundRect", symbolSize: 24, data: marks(), emphasis: framing },
        { id: "squares", type: "custom", coordinateSystem: "geo", renderItem: squareItem, data: [] },
        { id: "rings", type: "custom", coordinateSystem: "geo", renderItem: clusterItem, data: [] },
        { id: "companies", type: "scatter", coordinateSystem: "geo", data: [] },
        { id: "names", type: "scatter", coordinateSystem: "geo", silent: true, symbolSize: 0, itemStyle: { opacity: 1 }, z: 5, data: names() },
      ],
    };
  }

  function shade(i) {
    return { color: shades[i], decal: patterns[i], borderColor: "#4a5663" };
  }

  // a unit that the boundaries lack is a square where it lies
  function marks() {
    return rows.filter(isMarked).map(r => ({
      name: nameOf(r), code: r.dataset.code, value: placeOf(r), itemStyle: { ...shade(stepOf(r)), opacity: 1, borderColor: "#1c2733", borderWidth: 2 }, say: `${nameOf(r)}：${r.dataset.value}`,
    }));
  }

  function names() {
    const drawn = shapes.filter(isOwn).map(f => {
      const row = units.get(f.properties.name);
      return { value: middleOf(f), text: row ? `${nameOf(row)} ${row.dataset.value}` : f.properties.title };
    });
    const marked = rows.filter(isMarked).map(r => ({ value: placeOf(r), text: `${nameOf(r)} ${r.dataset.value}`, position: "right" }));
    return [...drawn, ...marked].map(({ value, text, position = "inside" }) => ({
      value, label: { show: true, position, distance: 14, formatter: text, color: "#1c2733", fontSize: 12, backgroundColor: "rgba(255,255,255,.8)", padding: [1, 3], borderRadius: 3 },
    }));
  }

  function squareItem(params, api) {
    const [west, south] = [api.value(0), api.value(1)];
    const [a, b] = [api.coord([west, south]), api.coord([west + api.value(3), south + api.value(4)])];
    const [width, height, text, heat] = [Math.max(3, b[0] - a[0]), Math.max(3, a[1] - b[1]), String(api.value(2)), api.value(6)];
    const square = { type: "rect", shape: { x: a[0], y: b[1], width, height }, style: { fill: heats[heat], opacity: .85, stroke: "#fff", lineWidth: .5 } };
    if (width < 8 + 7 * text.length || height < 14) return square;
    const number = { type: "text", style: { text, x: a[0] + width / 2, y: b[1] + height / 2, align: "center", verticalAlign: "middle", fontSize: 11, fill: heat < 3 ? "#1c2733" : "#fff" } };
    return { type: "group", children: [square, number] };
  }

  // by the mean of its cells, in the steps of the legend
  function heatOf(count, side) {
    return Math.max(0, legend.dataset.from.split(",").filter(f => count / side ** 2 >= Number(f)).length - 1);
  }

  function viewNow() {
    const [west, north] = chart.convertFromPixel({ geoIndex: 0 }, [0, 0]);
    const [east, south] = chart.convertFromPixel({ geoIndex: 0 }, [chart.getWidth(), chart.getHeight()]);
    return { west, south, east, north };
  }

  const asQuery = view => Object.entries(view).map(([k, v]) => `${k}=${v.toFixed(4)}`).join("&");
  const joined = (address, more) => address + (address.includes("?") ? "&" : "?") + more;

  // so that rings do not lie upon one another, however small the screen
  const across = () => Math.floor(Math.max(chart.getWidth(), chart.getHeight()) / 42);

  let asking = null;
  async function refresh(isMoved) {
    const view = viewNow();
    asking?.abort();
    asking = new AbortController();
    let found;
    try {
      const response = await fetch(joined(points, `${asQuery(view)}&across=${across()}`), { signal: asking.signal });
      if (!response.ok) throw new Error();
      found = await response.json();
    } catch (problem) {
      if (problem.name !== "AbortError") status.textContent = "没有取到视野内的企业（网络不通、登录已过期或服务器忙），请稍后再试。下面的表格不受影响。";
      return;
    }

    document.getElementById("map-list").href = joined(list, asQuery(view));
    if (isMoved) {
      const address = new URL(location.href);
      for (const [k, v] of Object.entries(view)) address.searchParams.set(k, v.toFixed(4));
      history.replaceState(null, "", address);
    }
    show(found);
    holder.dataset.drawn = Number(holder.dataset.drawn ?? 0) + 1;
  }

  function show({ total, companies = [], rings = [], squares = [], width, height, step: side }) {
    chart.setOption({ series: [
      { id: "squares", data: squares.map(s => ({ value: [s[0], s[1], s[2], width, height, side, heatOf(s[2], side)], say: `${s[2]}（${side > 1 ? `${side}×${side} 格` : "1 格"}内），${s[3]} 家企业` })) },
      { id: "rings", data: rings.map(v => ({ value: v, say: sayRing(v) })), renderItem: ringsOf(rings) },
      { id: "companies", data: companies.map(c => {
        const grade = grades.find(g => g.code === c.colour);
        return {
          name: c.name, value: c.at, company: c.id, symbol: grade.symbol, symbolSize: grade.size, itemStyle: { color: riskCharts.risks[grade.code].color, decal: { symbol: "none" }, opacity: 1, borderColor: "#fff", borderWidth: 1 },
          label: { show: true, formatter: grade.letter, color: grade.ink, fontSize: 11, offset: grade.code === "red" ? [0, 4] : [0, 0] }, say: `${c.name}\n${c.town}　${grade.word}`,
        };
      }) },
    ] });
    framed();    // the picture was drawn anew
    status.textContent = `视野内有 ${total.toLocaleString("zh-CN")} 家有坐标的企业` + (legend ? "。" : companies.length > 0 || total === 0 ? "，逐家标出。" : `，合成 ${rings.length} 个圆环；放大到 300 家以内时逐家标出。`);
  }

  // the size of a ring is relative to the fullest one in the view
  function ringsOf(rings) {
    const most = Math.max(1, ...rings.map(v => v.slice(2).reduce((a, b) => a + b, 0)));
    return (params, api) => {
      params.context.most = most;
      return clusterItem(params, api);
    };
  }

  function look(view) {
    chart.setOption({ geo: { boundingCoords: [[view.west, view.north], [view.east, view.south]], center: null, zoom: 1 } });
    refresh(true);
  }

  function move(deed) {
    const v = viewNow();
    const [w, h] = [v.east - v.west, v.north - v.south];
    const [x, y] = [(v.east + v.west) / 2, (v.north + v.south) / 2];
    const by = deed === "in" ? 1 / step : deed === "out" ? step : 1;
    const [dx, dy] = { left: [-.3, 0], right: [.3, 0], up: [0, .3], down: [0, -.3] }[deed] ?? [0, 0];
    look({ west: x + w * (dx - by / 2), east: x + w * (dx + by / 2), south: y + h * (dy - by / 2), north: y + h * (dy + by / 2) });
  }

  tools.hidden = false;
  tools.addEventListener("click", event => {
    const deed = event.target.closest("[data-deed]")?.dataset.deed;
    if (deed) deed === "home" ? look(home) : move(deed);
  });
  if (areas.length === 0 && !rows.some(isMarked)) {
    const note = document.createElement("p");
    note.textContent = "采用的边界没有这一级的轮廓，数字只列在表格里。";
    document.getElementById("shades")?.replaceWith(note);
  }
  for (const button of document.querySelectorAll(".locate")) {
    if (button.dataset.locate && !codes.has(button.dataset.locate) && !isMarked(units.get(button.dataset.locate))) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const view = button.dataset.view ? Object.fromEntries(button.dataset.view.split(",").map((v, i) => [["west", "south", "east", "north"][i], Number(v)])) : boxOfRegion(button.dataset.locate);
      const margin = button.dataset.view ? 1.5 : .05;
      const [w, h] = [view.east - view.west, view.north - view.south];
      look({ west: view.west - w * margin, east: view.east + w * margin, south: view.south - h * margin, north: view.north + h * margin });
      chart.dispatchAction({ type: "highlight", geoIndex: 0, name: button.dataset.locate });
      holder.scrollIntoView({ block: "nearest", behavior: riskCharts.still ? "auto" : "smooth" });
    });
  }

  chart.on("click", event => {
    if (event.data?.company) location.href = `/enterprises/${event.data.company}`;
    else if (event.seriesId === "rings") {
      const v = viewNow();
      const [x, y] = event.data.value;
      const [w, h] = [(v.east - v.west) / 6, (v.north - v.south) / 6];
      look({ west: x - w, east: x + w, south: y - h, north: y + h });
    } else open(units.get(event.data?.code ?? event.name));    // an area or the mark of one
  });
  function open(row) {
    const names = row?.querySelector("td a");
    if (names) location.href = names.href;
  }

  const framed = mapKeys(holder.parentElement, rows.filter(r => codes.has(r.dataset.code) || isMarked(r)).map(row => ({
    row,
    at: isMarked(row) ? placeOf(row) : middleOf(shapes.find(f => f.properties.name === row.dataset.code)),
    say: () => `${nameOf(row)}：${heads.slice(1).map((h, i) => `${h} ${row.cells[i + 1].textContent.trim()}`).join("，")}`,
  })), {
    open,
    zoom: move,
    frame: (row, isOn) => chart.dispatchAction({ type: isOn ? "highlight" : "downplay", ...(isMarked(row) ? { seriesId: "marks", name: nameOf(row) } : { geoIndex: 0, name: row.dataset.code }) }),
    bring({ at: [x, y] }) {
      const v = viewNow();
      const [w, h] = [(v.east - v.west) / 2, (v.north - v.south) / 2];
      if (x < v.west || x > v.east || y < v.south || y > v.north) look({ west: x - w, east: x + w, south: y - h, north: y + h });
    },
  });
  let rest;
  chart.on("georoam", () => { clearTimeout(rest); rest = setTimeout(() => refresh(true), 250); });
  refresh(false);
})();
