// How a toll was told over time: each claim stands on its day of publication, as an interval of dead.

const dated = (report) => /^\d{4}-\d\d-\d\d$/.test(report.published);
const dayNumber = (iso) => Math.round(Date.UTC(iso.slice(0, 4), iso.slice(5, 7) - 1, iso.slice(8, 10)) / 86400000);
const dayOfNumber = (number) => new Date(number * 86400000).toISOString().slice(0, 10);

/** A, B, ..., Z, AA: what a source is called in a chart that has no room for its name. */
function letters(index) {
  return (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** The sources of claims with their letters, in order of publication. */
function lettered(reports) {
  const of = new Map();
  for (const report of reports) if (!of.has(report.source)) of.set(report.source, letters(of.size));
  return of;
}

/** The chart of one group of claims; none where their days of publication tell nothing. */
function timeline(reports, event, band, name) {
  if (new Set(reports.filter(dated).map((report) => report.published)).size < 2) return null;
  const words = `${name}: ` + reports.map((report) => `${report.source || report.id} ${range(report.low, report.high)}${dated(report) ? ` on ${day(report.published)}` : ', day not known'}`).join('; ');
  return h('figure', {}, h('figcaption', {}, 'Dead by day of publication'),
    fitted('timeline', (width) => timePicture(reports, event, band, width, words)));
}

/** Ticks of days that have room for their names. */
function dayTicks(from, to, room) {
  const step = [1, 2, 7, 14, 30, 91, 182, 365, 730, 1825, 3650].find((days) => (to - from) / days <= room) || Math.ceil((to - from) / room);
  const ticks = [];
  for (let at = from; at <= to; at += step) ticks.push(at);
  return ticks;
}

function timePicture(reports, event, band, width, words) {
  const days = reports.filter(dated).map((report) => dayNumber(report.published));
  const undated = reports.filter((report) => !dated(report));
  const happened = /^\d{4}-\d\d-\d\d$/.test(event.date) ? dayNumber(event.date) : null;
  const last = Math.max(...days);
  // The day of the event belongs to the picture, unless it lies so far off that it would press the rest together.
  let first = Math.min(...days);
  const shown = happened !== null && happened <= first && first - happened <= Math.max(30, 2 * (last - first));
  if (shown) first = happened;
  const [left, top, tall, foot] = [44, 20, 180, 34];
  const bottom = top + tall;
  const aside = undated.length > 0 ? Math.min(width * 0.35, 30 + undated.length * 14) : 0;
  const right = width - aside - 8;
  const [from, to] = [left + 24, right - 24];
  const x = (number) => from + ((to - from) * (number - first)) / Math.max(1, last - first);
  const scaled = scale(1.1 * topOf(reports, band));
  const y = (value) => bottom - (tall * Math.min(value, scaled.top)) / scaled.top;

  // Claims of one day stand beside each other, closer where the days are close.
  const columns = new Map();
  for (const report of reports) push(columns, dated(report) ? dayNumber(report.published) : 'none', report);
  const order = [...columns.keys()].filter((key) => key !== 'none').sort((a, b) => a - b);
  let gap = 14;
  order.forEach((key, index) => {
    if (index === 0) return;
    const side = (columns.get(key).length + columns.get(order[index - 1]).length) / 2;
    gap = Math.min(gap, Math.max(5, (x(key) - x(order[index - 1])) / side));
  });
  const of = lettered(reports);
  const spots = new Map();
  for (const [key, list] of columns) {
    const step = key === 'none' ? Math.min(14, aside / (list.length + 1)) : gap;
    const middle = key === 'none' ? width - aside / 2 : x(key);
    list.forEach((report, index) => spots.set(report, middle + (index - (list.length - 1) / 2) * step));
  }

  const claim = (report) => {
    const cx = spots.get(report);
    const open = report.high === null;
    const beyond = report.low > scaled.top;
    const [low, high] = [y(report.low), open || beyond ? top : y(report.high)];
    return s('g', { class: `interval ${report.fate}` },
      s('title', {}, `${report.source || report.id}: ${range(report.low, report.high)}${dated(report) ? `, ${day(report.published)}` : ''}`),
      !beyond && low !== high && s('line', { class: 'reach', x1: cx, x2: cx, y1: low, y2: high }),
      (open || beyond) && s('text', { class: 'arrow', x: cx, y: top + 9, 'text-anchor': 'middle' }, '▲'),
      !beyond && s('circle', { cx, cy: low, r: 4 }),
      !beyond && !open && low !== high && s('circle', { cx, cy: high, r: 4 }),
      s('text', { class: 'letter', x: cx, y: Math.max(11, high - 7), 'text-anchor': 'middle' }, of.get(report.source)));
  };
  const again = [...of.keys()].flatMap((source) => {
    const said = reports.filter((report) => report.source === source && dated(report) && report.fate !== 'copy' && report.low <= scaled.top);
    return said.slice(1).map((report, index) => s('line', { class: 'again', x1: spots.get(said[index]), y1: y(said[index].low), x2: spots.get(report), y2: y(report.low) }));
  });
  const upper = band && (band.high === null ? scaled.top : band.high);
  const short = (number) => {
    const iso = dayOfNumber(number);
    return `${Number(iso.slice(8))} ${monthNames[iso.slice(5, 7) - 1].slice(0, 3)}`;
  };
  const year = (number) => dayOfNumber(number).slice(0, 4);
  return s('svg', { viewBox: `0 0 ${width} ${bottom + foot}`, width, height: bottom + foot, role: 'img', 'aria-label': words },
    band && s('rect', { class: 'band', x: left, width: width - left, y: y(upper) - 1, height: Math.max(2, y(band.low) - y(upper) + 2) }),
    scaled.ticks.map((tick) => [s('line', { class: 'tick', x1: left, x2: width, y1: y(tick), y2: y(tick) }), s('text', { class: 'degree', x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, count(tick))]),
    shown && s('line', { class: 'happened', x1: x(happened), x2: x(happened), y1: top, y2: bottom }),
    dayTicks(first, last, Math.max(1, (to - from) / 70)).map((tick, index, all) => [
      s('line', { class: 'tick', x1: x(tick), x2: x(tick), y1: bottom, y2: bottom + 4 }),
      s('text', { class: 'degree', x: x(tick), y: bottom + 16, 'text-anchor': 'middle' }, short(tick)),
      (index === 0 || year(all[index - 1]) !== year(tick)) && s('text', { class: 'degree', x: x(tick), y: bottom + 30, 'text-anchor': 'middle' }, shown && tick === happened ? `${year(tick)}, the event` : year(tick))]),
    undated.length > 0 && [s('line', { class: 'tick', x1: right + 4, x2: right + 4, y1: top, y2: bottom }), s('text', { class: 'degree', x: width - aside / 2, y: bottom + 16, 'text-anchor': 'middle' }, aside < 90 ? 'no day' : 'day not known')],
    again, reports.map(claim));
}
