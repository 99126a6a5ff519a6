// Draws charts from what the page already says, so that nothing is lost where this file does not run. Two ways to ask for one:
//   <div class="chart" data-chart="stack|bar|line" data-table="ID" data-label="…" hidden>   from a table: the first cell of a row names
//     it (another with data-names="1"), a heading with class="series" makes a series, data-risk="red" in the colour of a grade; rows .sum are left out
//   <div class="chart" data-chart="option" data-json="ID" data-label="…" hidden>   an option of ECharts in <script type="application/json" id="ID">,
//     where "risk": "red" stands for the colour and the pattern of a grade
// Other scripts call riskCharts.make(element, option). Colour is never alone: every grade has a pattern of its own.
(() => {
  const risks = {
    red: { color: "#c62828", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: "rgba(255,255,255,.45)" } },
    orange: { color: "#ff9800", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: -Math.PI / 4, color: "rgba(0,0,0,.3)" } },
    yellow: { color: "#ffd600", decal: { symbol: "circle", symbolSize: .8, dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], color: "rgba(0,0,0,.3)" } },
    blue: { color: "#1565c0", decal: { symbol: "none" } },
    none: { color: "#b0bac5", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 7], color: "rgba(0,0,0,.35)" } },
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const font = getComputedStyle(document.body).fontFamily;

  function withRisks(node) {
    if (Array.isArray(node)) return node.map(withRisks);
    if (node === null || typeof node !== "object") return node;
    const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withRisks(value)]));
    return risks[copy.risk] ? { ...copy, itemStyle: { ...risks[copy.risk], ...copy.itemStyle } } : copy;
  }

  const theme = {
    color: ["#0b3a6f", "#00897b", "#8e24aa", "#6d4c41", "#c0763c", "#546e7a"],
    textStyle: { fontFamily: font, color: "#1c2733" },
    categoryAxis: { axisLabel: { color: "#1c2733" }, axisLine: { lineStyle: { color: "#6b7885" } } },
    valueAxis: { axisLabel: { color: "#1c2733", hideOverlap: true }, splitLine: { lineStyle: { color: "#d5dce5" } } },
    legend: { textStyle: { color: "#1c2733", fontSize: 14 } },
  };

  function make(element, option) {
    const chart = echarts.init(element, theme, { renderer: "canvas", locale: "ZH" });
    set(chart, option, element.dataset.label);
    new ResizeObserver(() => { if (!matchMedia("print").matches) chart.resize(); }).observe(element);    // on paper the picture is scaled
    return chart;
  }

  // richText: a tooltip of HTML would carry style attributes, which the policy of the pages refuses
  function set(chart, { media, ...option }, label) {
    const tooltip = option.tooltip && { ...option.tooltip, renderMode: "richText", confine: true };
    const aria = { enabled: true, label: { description: label }, decal: { show: true } };
    chart.setOption({ baseOption: withRisks({ animation: !still, aria, ...option, tooltip }), media });
  }

  function fromTable({ chart: kind, table: id, names: name = 0 }) {
    const table = document.getElementById(id);
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows].filter(r => !r.classList.contains("sum"));
    const number = cell => {
      const value = parseFloat((cell.dataset.value ?? cell.textContent).replace(/[,\s]/g, ""));
      return Number.isNaN(value) ? null : value;
    };
    const lying = kind !== "line";
    const names = { type: "category", data: rows.map(r => r.cells[name].textContent.trim()), inverse: lying, axisLabel: { interval: 0 } };
    const series = heads.map((head, i) => ({ head, i })).filter(({ head }) => head.classList.contains("series")).map(({ head, i }) => ({
      type: kind === "line" ? "line" : "bar",
      stack: kind === "stack" ? "all" : undefined,
      name: head.textContent.trim(),
      risk: head.dataset.risk,
      data: rows.map(r => number(r.cells[i])),
    }));
    const figures = series.flatMap(s => s.data);
    const values = { type: "value", minInterval: figures.every(f => f === null || Number.isInteger(f)) ? 1 : 0 };    // no half an enterprise
    return {
      isEmpty: !figures.some(Boolean),
      rows: lying ? rows.length : 0,
      option: {
        tooltip: { trigger: "axis", axisPointer: { type: kind === "line" ? "line" : "shadow" } },
        legend: { top: 0, itemWidth: 28, itemHeight: 16 },
        grid: { left: 8, right: 24, top: 40, bottom: 8, outerBoundsMode: "same" },
        xAxis: lying ? values : names,
        yAxis: lying ? names : values,
        media: [{ query: { maxWidth: 560 }, option: { grid: { top: 72 } } }],    // a legend of two lines
        series,
      },
    };
  }

  function draw(element) {
    const isOption = element.dataset.chart === "option";
    const { option, rows, isEmpty } = isOption ? { option: JSON.parse(document.getElementById(element.dataset.json).textContent), rows: 0 } : fromTable(element.dataset);
    if (isEmpty) return null;    // bars of nothing say nothing; the table does
    element.hidden = false;
    if (rows > 0) element.style.height = `${56 + rows * 28}px`;
    return make(element, option);
  }

  window.riskCharts = { make, set, risks, still };
  document.querySelectorAll("[data-chart]").forEach(draw);
})();
