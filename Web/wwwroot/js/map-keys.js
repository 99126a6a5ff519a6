// The areas of a map at the keyboard: an arrow goes to the next one that lies that way, Enter follows what a click does. The chosen one
// is framed, brought into view, and said with the figures of its row.
window.mapKeys = (element, places, { frame, bring, open, zoom }) => {
  const hint = document.getElementById("map-hint");
  const said = document.getElementById("map-said");
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  let chosen = null;

  // the nearest one that lies more ahead than aside, or, where none does, the one that lies least aside
  function next([x, y]) {
    const cost = place => {
      const [east, north] = [(place.at[0] - chosen.at[0]) * mapShapes.flat, place.at[1] - chosen.at[1]];
      const [ahead, aside] = [east * x + north * y, Math.abs(east * y) + Math.abs(north * x)];
      return ahead <= 0 ? Infinity : ahead >= aside ? Math.hypot(ahead, aside) : 1000 + aside / ahead;
    };
    const [cheapest] = places.map(place => [place, cost(place)]).sort((a, b) => a[1] - b[1]);
    return cheapest[1] < Infinity ? cheapest[0] : null;
  }

  function choose(place) {
    if (chosen) frame(chosen.row, false);
    chosen = place;
    bring(place);
    frame(place.row, true);
    said.textContent = place.say();
  }

  if (places.length === 0) return () => {};
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", "地图上的地区");
  element.setAttribute("aria-describedby", hint.id);
  [hint.hidden, said.hidden] = [false, false];
  element.addEventListener("focus", () => { if (element.matches(":focus-visible")) choose(chosen ?? places[0]); });
  element.addEventListener("blur", () => { if (chosen) frame(chosen.row, false); });
  element.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const way = ways[event.key];
    if (event.key === "Enter" && chosen) open(chosen.row);
    else if (event.key === "+" || event.key === "=") zoom("in");
    else if (event.key === "-") zoom("out");
    else if (event.key === "Home" || (!chosen && (way || event.key === "Enter"))) choose(places[0]);
    else if (event.key === "End") choose(places.at(-1));
    else if (way) choose(next(way) ?? chosen);
    else return;
    event.preventDefault();
  });
  return () => { if (chosen && document.activeElement === element) frame(chosen.row, true); };
};
