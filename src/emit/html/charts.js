// Charts: plain SVG whose places are percentages, so that they fit any width. Each has its numbers in words beside it.

const per = (value, top) => `${top > 0 ? Math.min(100, (100 * value) / top) : 0}%`;

/** Bars with a label and a number; `parts` are stacked, each with a class that tells its colour and pattern. */
function bars(rows, label, className) {
  const top = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part.value, 0)));
  return h('div', { class: `bars ${className || ''}`, role: 'list', 'aria-label': label }, rows.map((row) => {
    let at = 0;
    const drawn = row.parts.filter((part) => part.value > 0).map((part) => {
      const bar = s('rect', { x: per(at, top), width: per(part.value, top), y: 2, height: 14, class: `fill ${part.class}` });
      at += part.value;
      return bar;
    });
    return h('div', { class: 'bar', role: 'listitem' },
      h('span', { class: 'name' }, row.name),
      s('svg', { width: '100%', height: 18, 'aria-hidden': 'true' }, drawn),
      h('span', { class: 'value' }, row.value));
  }));
}

/** What the colours of severities mean. */
function legend() {
  return h('p', { class: 'legend' }, severities.map((severity) => h('span', {}, h('span', { class: `key ${severity}`, 'aria-hidden': 'true' }), severity)));
}

/** Columns by month of the event, stacked by severity; by year over more than three years. `by`: month to errors, warnings, infos. */
function months(by) {
  let entries = Object.entries(by).filter(([month]) => /^\d{4}-\d\d$/.test(month)).sort((a, b) => compare(a[0], b[0]));
  if (entries.length === 0) return null;
  const at = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const [first, last] = [at(entries[0][0]), at(entries[entries.length - 1][0])];
  const unit = last - first >= 36 ? 'year' : 'month';
  const key = (index) => (unit === 'year' ? String(index).padStart(4, '0') : `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`);
  const [from, upTo] = unit === 'year' ? [Math.floor(first / 12), Math.floor(last / 12)] : [first, last];
  const all = new Map();
  // Years without findings are gaps to be seen, unless a mistyped one lies centuries off.
  if (upTo - from < 80) for (let index = from; index <= upTo; index++) all.set(key(index), [0, 0, 0]);
  for (const [month, numbers] of entries) {
    const name = unit === 'year' ? month.slice(0, 4) : month;
    all.set(name, (all.get(name) || [0, 0, 0]).map((number, index) => number + numbers[index]));
  }
  entries = [...all];
  if (entries.length < 2) return null;
  const sums = entries.map(([, numbers]) => numbers.reduce((all, number) => all + number, 0));
  const highest = Math.max(...sums);
  const to = scale(highest);
  const step = 100 / entries.length;
  const [tall, foot] = [130, 20];
  const y = (value) => tall - (tall * value) / to.top;
  const every = Math.ceil(entries.length / 12);
  const columns = entries.map(([key, numbers], index) => {
    let base = 0;
    const [from, until] = unit === 'year' ? [`${key}-01-01`, `${key}-12-31`] : [`${key}-01`, new Date(Date.UTC(key.slice(0, 4), key.slice(5), 0)).toISOString().slice(0, 10)];
    const words = `${key}: ${counted(sums[index], 'finding')}`;
    return s('a', { href: '#' + new URLSearchParams({ view: 'findings', from, to: until }) }, s('title', {}, words),
      s('rect', { class: 'target', x: `${index * step}%`, width: `${step}%`, y: 0, height: tall }),
      numbers.map((number, at) => {
        base += number;
        return number > 0 && s('rect', { x: `${index * step + step * 0.12}%`, width: `${step * 0.76}%`, y: y(base), height: (tall * number) / to.top, class: `fill ${severities[at]}` });
      }),
      index % every === 0 && s('text', { x: `${(index + 0.5) * step}%`, y: tall + 15, 'text-anchor': 'middle' }, key));
  });
  return h('figure', {},
    h('h3', {}, `Findings by ${unit} of the event`),
    h('figcaption', {}, `${counted(sums.reduce((all, number) => all + number, 0), 'finding')} with a day; most in ${entries[sums.indexOf(highest)][0]}: ${count(highest)}.`), legend(),
    h('div', { class: 'months' },
      s('svg', { class: 'counts', width: 56, height: tall + foot, 'aria-hidden': 'true' }, to.ticks.map((tick) => s('text', { x: 50, y: y(tick) + (tick === 0 ? 0 : 10), 'text-anchor': 'end' }, count(tick)))),
      s('svg', { class: 'columns', width: '100%', height: tall + foot, role: 'group', 'aria-label': `Findings by ${unit}` },
        to.ticks.map((tick) => s('line', { class: 'tick', x1: '0%', x2: '100%', y1: y(tick), y2: y(tick) })), columns)));
}

/** A round number above `top`, and ticks up to it. */
function scale(top) {
  const raw = Math.max(1, top) / 4;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * ten).find((size) => size >= raw));
  const ticks = [];
  for (let tick = 0; tick < top + step; tick += step) ticks.push(tick);
  return { top: ticks[ticks.length - 1], ticks };
}

/** An axis of numbers of dead. */
function axis(to) {
  return s('svg', { class: 'axis', width: '100%', height: 18, 'aria-hidden': 'true' }, to.ticks.map((tick, index) => s('text', {
    x: per(tick, to.top), y: 13, 'text-anchor': index === 0 ? 'start' : index === to.ticks.length - 1 ? 'end' : 'middle',
  }, count(tick))));
}

/** An interval on a scale: a dot for one number, a bar for several, an arrow where there is no upper end. */
function interval(low, high, to, className, band) {
  const open = high === null || high === undefined;
  const end = open ? to.top : high;
  // Beyond the scale stands only what is believed wrong: an arrow points there.
  const beyond = low > to.top;
  return s('svg', { class: `interval ${className}`, width: '100%', height: 22, 'aria-hidden': 'true' },
    band && s('rect', { class: 'band', x: per(band.low, to.top), y: 0, height: 22, width: `${Math.max(0.5, parseFloat(per((band.high === null ? to.top : band.high) - band.low, to.top)))}%` }),
    to.ticks.map((tick) => s('line', { class: 'tick', x1: per(tick, to.top), x2: per(tick, to.top), y1: 0, y2: 22 })),
    !beyond && low !== end && s('line', { class: 'reach', x1: per(low, to.top), x2: per(end, to.top), y1: 11, y2: 11 }),
    (open || beyond || end > to.top) && s('text', { class: 'arrow', x: '100%', y: 16, 'text-anchor': 'end' }, '▶'),
    !beyond && s('circle', { cx: per(low, to.top), cy: 11, r: 5 }),
    !open && low !== high && high <= to.top && s('circle', { cx: per(high, to.top), cy: 11, r: 5 }));
}

/** A picture that is drawn for the width it has, anew when that changes. */
function fitted(className, picture) {
  const box = h('div', { class: className });
  box.draw = (room) => {
    const width = Math.max(280, Math.min(room || box.clientWidth || 640, 1200));
    if (box.drawn === width) return;
    box.drawn = width;
    box.replaceChildren(picture(width));
  };
  new ResizeObserver(() => box.draw()).observe(box);
  box.draw();
  return box;
}

/** Why two things were linked: the weights, added up. */
function waterfall(why) {
  const steps = [{ what: 'before looking', level: '', left: '', right: '', weight: why.prior }, ...why.steps];
  const sums = steps.reduce((all, step) => [...all, all[all.length - 1] + step.weight], [0]);
  const [low, high] = [Math.min(0, ...sums), Math.max(0, ...sums)];
  const share = (value) => (high > low ? (100 * (value - low)) / (high - low) : 0);
  const at = (value) => `${share(value)}%`;
  return h('table', { class: 'waterfall' },
    h('caption', {}, why.veto
      ? ['Kept apart: ', said(why.veto)]
      : `Weights add up to ${sums[sums.length - 1].toFixed(1)} bits: probability ${percent(why.probability)}`),
    h('thead', {}, h('tr', {}, ['compared', 'values', 'agreement', 'weight', ''].map((title) => h('th', { scope: 'col' }, title || h('span', { class: 'hidden' }, 'bar'))))),
    h('tbody', {}, steps.map((step, index) => {
      const [from, to] = [Math.min(sums[index], sums[index + 1]), Math.max(sums[index], sums[index + 1])];
      return h('tr', {},
        h('th', { scope: 'row' }, said(step.what)),
        h('td', {}, step.left === step.right ? said(step.left) : [said(step.left), ' / ', lettersAgainst(step.left, step.right)]),
        h('td', {}, said(step.level)),
        h('td', { class: 'number' }, (step.weight > 0 ? '+' : step.weight < 0 ? '−' : '') + Math.abs(step.weight).toFixed(1)),
        h('td', { class: 'picture' }, s('svg', { width: '100%', height: 14, 'aria-hidden': 'true' },
          s('line', { class: 'tick', x1: at(0), x2: at(0), y1: 0, y2: 14 }),
          s('rect', { x: at(from), width: `${share(to) - share(from)}%`, y: 2, height: 10, class: step.weight >= 0 ? 'for' : 'against' }))));
    })));
}

function percent(probability) {
  if (probability > 0.9999) return 'over 99.99 %';
  if (probability < 0.0001) return 'under 0.01 %';
  return `${(100 * probability).toFixed(probability > 0.99 || probability < 0.01 ? 2 : 0)} %`;
}
