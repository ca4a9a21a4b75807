// Charts: plain SVG whose places are percentages, so that they fit any width. Each has its numbers in words beside it.

const per = (value, top) => `${top > 0 ? Math.min(100, (100 * value) / top) : 0}%`;

/** Bars with a label and a number; `parts` are stacked, each with a class that tells its colour and pattern. */
function bars(rows, label) {
  const top = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part.value, 0)));
  return h('div', { class: 'bars', role: 'list', 'aria-label': label }, rows.map((row) => {
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

/** Columns by month, stacked by severity. */
function months(findings) {
  const by = new Map();
  for (const finding of findings) {
    const month = /^\d{4}-\d\d/.test(finding.date) ? finding.date.slice(0, 7) : '';
    if (!month) continue;
    if (!by.has(month)) by.set(month, { error: 0, warning: 0, info: 0 });
    by.get(month)[finding.severity]++;
  }
  let keys = [...by.keys()].sort();
  let unit = 'month';
  if (keys.length > 36) {
    unit = 'year';
    const years = new Map();
    for (const key of keys) {
      const sum = years.get(key.slice(0, 4)) || { error: 0, warning: 0, info: 0 };
      for (const severity of severities) sum[severity] += by.get(key)[severity];
      years.set(key.slice(0, 4), sum);
    }
    by.clear();
    years.forEach((value, key) => by.set(key, value));
    keys = [...by.keys()].sort();
  }
  if (keys.length < 2) return null;
  const sums = keys.map((key) => severities.reduce((sum, severity) => sum + by.get(key)[severity], 0));
  const top = Math.max(...sums);
  const step = 100 / keys.length;
  const columns = keys.map((key, index) => {
    let base = 100;
    return s('g', {}, s('title', {}, `${key}: ${counted(sums[index], 'finding')}`), severities.map((severity) => {
      const tall = (100 * by.get(key)[severity]) / top;
      base -= tall;
      return tall > 0 && s('rect', { x: `${index * step + step * 0.1}%`, width: `${step * 0.8}%`, y: `${base}%`, height: `${tall}%`, class: `fill ${severity}` });
    }));
  });
  const worst = sums.indexOf(top);
  return h('figure', {},
    h('figcaption', {}, `Findings ${ledger.page.findings_left_out > 0 ? 'in this page ' : ''}by ${unit} of the event. Most in ${keys[worst]}: ${count(top)}.`),
    s('svg', { class: 'columns', width: '100%', height: 120, role: 'img', 'aria-label': `Findings by ${unit}, from ${keys[0]} to ${keys[keys.length - 1]}` }, columns),
    h('div', { class: 'ends' }, h('span', {}, keys[0]), h('span', {}, keys[keys.length - 1])));
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
  return s('svg', { class: `interval ${className}`, width: '100%', height: 22, 'aria-hidden': 'true' },
    band && s('rect', { class: 'band', x: per(band.low, to.top), y: 0, height: 22, width: `${Math.max(0.5, parseFloat(per((band.high === null ? to.top : band.high) - band.low, to.top)))}%` }),
    to.ticks.map((tick) => s('line', { class: 'tick', x1: per(tick, to.top), x2: per(tick, to.top), y1: 0, y2: 22 })),
    low !== end && s('line', { class: 'reach', x1: per(low, to.top), x2: per(end, to.top), y1: 11, y2: 11 }),
    open && s('text', { class: 'arrow', x: '100%', y: 16, 'text-anchor': 'end' }, '▶'),
    s('circle', { cx: per(low, to.top), cy: 11, r: 5 }),
    !open && low !== high && s('circle', { cx: per(high, to.top), cy: 11, r: 5 }));
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
