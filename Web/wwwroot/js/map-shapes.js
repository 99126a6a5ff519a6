// Where the outlines of a map lie.
window.mapShapes = (() => {
  const flat = Math.cos(31.3 * Math.PI / 180);    // a degree of longitude against one of latitude

  function boxOf(features) {
    const box = { west: 180, south: 90, east: -180, north: -90 };
    const walk = c => {
      if (typeof c[0] !== "number") return c.forEach(walk);
      [box.west, box.east] = [Math.min(box.west, c[0]), Math.max(box.east, c[0])];
      [box.south, box.north] = [Math.min(box.south, c[1]), Math.max(box.north, c[1])];
    };
    features.forEach(f => walk(f.geometry.coordinates));
    return box.west < box.east ? box : null;
  }

  // of the largest area, by the shoelace formula
  function middleOf({ geometry }) {
    const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map(a => a[0]);
    const middles = rings.map(ring => {
      let [area, x, y] = [0, 0, 0];
      for (let i = 1; i < ring.length; i++) {
        const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
        [area, x, y] = [area + cross, x + (ring[i - 1][0] + ring[i][0]) * cross, y + (ring[i - 1][1] + ring[i][1]) * cross];
      }
      return { area: Math.abs(area), at: [x / (3 * area), y / (3 * area)] };
    });
    return middles.sort((a, b) => b.area - a.area)[0].at;
  }

  return { flat, boxOf, middleOf };
})();
