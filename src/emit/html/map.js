// A map without tiles: sites and reports by their coordinates, with a grid and a scale bar.

function map(event) {
  const sites = new Map();
  for (const id of event.place_ids) {
    const place = placeOf.get(id);
    if (place && place.point) sites.set(id, { place, at: place.point, spellings: new Set(), dots: [] });
  }
  const strays = [];
  for (const report of event.reports) {
    const site = sites.get(report.place_id);
    if (site && report.place && report.place !== site.place.canonical) site.spellings.add(report.place);
    if (report.point) (site ? site.dots : strays).push({ report, at: report.point });
  }
  const dots = [...sites.values()].flatMap((site) => site.dots.map((dot) => ({ ...dot, site }))).concat(strays);
  const all = [...[...sites.values()].map((site) => site.at), ...dots.map((dot) => dot.at)];
  if (all.length === 0) return null;
  const words = `${counted(sites.size, 'site')} and ${counted(dots.length, 'position')} that reports give`;
  return h('figure', {}, h('figcaption', {}, `${words}. Full dots are sites, rings the positions; a dotted line ties a position to its site. North is up.`),
    fitted('map', (width) => picture(all, [...sites.values()], dots, width, words)));
}

function picture(all, sites, dots, width, words) {
  const lats = all.map((at) => at[0]);
  const lons = all.map((at) => at[1]);
  const middle = [(Math.min(...lats) + Math.max(...lats)) / 2, (Math.min(...lons) + Math.max(...lons)) / 2];
  const squeeze = Math.max(0.05, Math.cos((middle[0] * Math.PI) / 180));
  const height = Math.round(Math.min(width * 0.75, 480));
  // At least five kilometres across, with a margin for the names.
  const span = Math.max(
    0.045,
    ((Math.max(...lons) - Math.min(...lons)) * squeeze) / 0.6,
    (Math.max(...lats) - Math.min(...lats)) * (width / height) / 0.7,
  );
  const unit = width / span;
  const x = (at) => width / 2 + (at[1] - middle[1]) * squeeze * unit;
  const y = (at) => height / 2 - (at[0] - middle[0]) * unit;
  const degree = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((size) => size * unit > 80) || 45;
  const lines = [];
  const places = Math.max(0, Math.ceil(-Math.log10(degree)));
  const grid = (from, to) => {
    const list = [];
    for (let value = Math.ceil(from / degree) * degree; value <= to; value += degree) list.push(value);
    return list;
  };
  for (const lat of grid(middle[0] - height / 2 / unit, middle[0] + height / 2 / unit)) {
    const at = y([lat, 0]);
    lines.push(s('line', { class: 'tick', x1: 0, x2: width, y1: at, y2: at }), s('text', { class: 'degree', x: 4, y: at - 3 }, lat.toFixed(places)));
  }
  for (const lon of grid(middle[1] - width / 2 / unit / squeeze, middle[1] + width / 2 / unit / squeeze)) {
    const at = x([0, lon]);
    lines.push(s('line', { class: 'tick', x1: at, x2: at, y1: 0, y2: height }), s('text', { class: 'degree', x: at + 3, y: height - 4 }, lon.toFixed(places)));
  }
  const drawn = dots.map((dot) => s('g', {},
    s('title', {}, `${dot.report.id}: ${dot.report.place} (${dot.at[0]}, ${dot.at[1]})`),
    dot.site && s('line', { class: 'tie', x1: x(dot.at), y1: y(dot.at), x2: x(dot.site.at), y2: y(dot.site.at) }),
    s('circle', { class: 'dot', cx: x(dot.at), cy: y(dot.at), r: 3 })));
  const taken = [];
  const labels = sites.map((site) => {
    const [cx, cy] = [x(site.at), y(site.at)];
    const others = [...site.spellings];
    const text = others.length ? `${site.place.canonical} (${others.slice(0, 3).join(', ')}${others.length > 3 ? ', …' : ''})` : site.place.canonical;
    const shown = text.length > 44 ? text.slice(0, 43) + '…' : text;
    const wide = shown.length * 7 + 6;
    const spots = [[cx + 10, cy + 4, 'start'], [cx - 10, cy + 4, 'end'], [cx, cy - 11, 'middle'], [cx, cy + 20, 'middle'], [cx, cy + 36, 'middle'], [cx, cy - 27, 'middle']];
    const boxOf = ([left, top, anchor]) => [left - (anchor === 'end' ? wide : anchor === 'middle' ? wide / 2 : 0), top - 12, wide, 16];
    const free = (box) => box[0] >= 0 && box[0] + box[2] <= width && box[1] >= 0 && !taken.some((other) =>
      box[0] < other[0] + other[2] && other[0] < box[0] + box[2] && box[1] < other[1] + other[3] && other[1] < box[1] + box[3]);
    const spot = spots.find((spot) => free(boxOf(spot))) || spots[3];
    taken.push(boxOf(spot));
    return s('g', {},
      s('title', {}, `${text}: ${site.at[0]}, ${site.at[1]}`),
      s('circle', { class: 'site', cx, cy, r: 6 }),
      s('text', { class: 'place', x: spot[0], y: spot[1], 'text-anchor': spot[2] }, shown));
  });
  const kilometre = unit / 111.2;
  const bar = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => size * kilometre > 60) || 2000;
  const ruler = s('g', {},
    s('rect', { class: 'ruler', x: width - bar * kilometre - 10, y: 22, width: bar * kilometre, height: 4 }),
    s('text', { class: 'degree', x: width - 10, y: 16, 'text-anchor': 'end' }, `${bar} km`));
  return s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': `Map: ${words}` }, lines, drawn, labels, ruler);
}
