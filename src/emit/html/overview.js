// The first view: what was read, what is wrong, and the worst event told whole.

function overview() {
  const sum = ledger.summary;
  const tolls = sum.tolls;
  return [h('h2', { tabindex: -1 }, 'Overview'),
    h('div', { class: 'lead' },
      h('p', {}, `${counted(sum.reports, 'report')} name ${counted(sum.places, 'place')} in ${counted(sum.spellings, 'spelling')} and tell of ${counted(sum.events, 'event')}.`),
      tolls.events > 0 && h('p', {}, 'Once nobody is counted twice: ', h('b', {}, deadInAll(), ' dead'), `, best single figure ${count(tolls.best)}. Adding up every row gives ${count(tolls.naive_sum)}.`)),
    ledger.redactions.length > 0 && h('div', { class: 'note' }, h('h3', {}, 'Hidden in this report'), h('ul', {}, ledger.redactions.map((line) => h('li', {}, said(line))))),
    left(),
    tiles(),
    tolls.events > 0 && h('section', {}, h('h3', {}, 'The dead: every row against the reconciled range'), sums(tolls)),
    worst(),
    h('div', { class: 'columns2' },
      h('section', {}, h('h3', {}, 'Findings by rule'), byRule()),
      h('section', {}, h('h3', {}, 'Findings by family and state'), byFamily(),
        Object.keys(sum.by_source).length > 0 && [h('h3', {}, 'Findings by source'), bySource()])),
    h('section', {}, months(ledger.findings)),
    ledger.events.length > 1 && h('section', {}, h('h3', {}, 'The worst events'), worstEvents())];
}

function deadInAll() {
  const tolls = ledger.summary.tolls;
  return range(tolls.low, tolls.high) + (tolls.open_events > 0 ? ' or more' : '');
}

function left() {
  const page = ledger.page;
  const lines = [
    page.findings_left_out > 0 && `${counted(page.findings_left_out, 'finding')} are not in this page: it holds the worst ${count(ledger.findings.length)}, with a share of each rule. All are in ${page.whole}.`,
    page.events_left_out > 0 && `${counted(page.events_left_out, 'event')} with findings or several reports are not in this page: it holds the worst ${count(ledger.events.length)}.`,
  ].filter(Boolean);
  return lines.length > 0 && h('p', { class: 'note' }, lines.join(' '));
}

/** Numbers that are links to what they count. */
function tiles() {
  const sum = ledger.summary;
  const tile = (query, number, label, sign) => h('li', {}, link({ view: 'findings', ...query }, h('span', { class: 'big' }, count(number)), ' ', sign || label));
  return h('ul', { class: 'tiles', 'aria-label': 'Findings' },
    severities.map((severity) => tile({ severity }, sum.by_severity[severity], severity, badge(severity))),
    tile({ state: 'new' }, sum.by_state.new, 'new'), tile({ state: 'known' }, sum.by_state.known, 'known'), tile({ state: 'decided' }, sum.by_state.decided, 'decided'),
    h('li', {}, link({ view: 'run' }, h('span', { class: 'big' }, count(sum.by_state.resolved)), ' resolved')));
}

function sums(tolls) {
  const to = scale(Math.max(tolls.naive_sum, tolls.high, tolls.best));
  const row = (name, value, picture) => h('li', {}, h('span', { class: 'who' }, name), picture, h('span', { class: 'value' }, value));
  return h('ul', { class: 'claims' },
    row('every row', count(tolls.naive_sum), interval(tolls.naive_sum, tolls.naive_sum, to, 'superseded')),
    tolls.distinct_sum !== tolls.naive_sum && row('without copies', count(tolls.distinct_sum), interval(tolls.distinct_sum, tolls.distinct_sum, to, 'superseded')),
    row('reconciled', deadInAll(), interval(tolls.low, tolls.open_events > 0 && ledger.summary.events === 1 ? null : tolls.high, to, 'counts')),
    h('li', { class: 'axisrow' }, h('span', { class: 'who' }, 'dead'), axis(to), h('span', { class: 'value' })));
}

/** A small data set is told whole at once. */
function worst() {
  const event = ledger.events[0];
  if (!event) return null;
  if (ledger.summary.events <= 3) return h('section', { class: 'told' }, eventPage(event));
  return h('section', { class: 'told' }, h('h3', {}, 'The worst event: ', link({ event: event.id }, title(event))), story(event));
}

function worstEvents() {
  const shown = ledger.events.slice(0, 10);
  return h('div', { class: 'scroll' }, h('table', { class: 'plain' },
    h('thead', {}, h('tr', {}, ['event', 'reports', 'rows add up to', 'reconciled', 'findings'].map((name, index) => h('th', { scope: 'col', class: index ? 'number' : null }, name)))),
    h('tbody', {}, shown.map((event) => h('tr', {}, h('th', { scope: 'row' }, link({ event: event.id }, title(event))),
      h('td', { class: 'number' }, count(event.report_count)), h('td', { class: 'number' }, event.stated ? count(event.naive_sum) : '–'),
      h('td', { class: 'number' }, event.stated ? range(event.low, event.high) : '–'), h('td', { class: 'number' }, count((findingsOfEvent.get(event.id) || []).length)))))));
}

function byRule() {
  const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);
  const rows = Object.entries(ledger.tally).sort((a, b) => sum(b[1][1]) - sum(a[1][1]) || compare(a[0], b[0])).map(([code, [name, numbers]]) => ({
    name: link({ view: 'findings', rule: code }, h('code', {}, code), ' ', name),
    value: count(sum(numbers)),
    parts: severities.map((severity, index) => ({ value: numbers[index], class: severity })),
  }));
  return rows.length ? bars(rows, 'Findings by rule') : h('p', { class: 'empty' }, 'There are no findings.');
}

function byFamily() {
  const tally = new Map();
  for (const [code, [, , states]] of Object.entries(ledger.tally)) {
    const sum = tally.get(code.slice(0, 3)) || [0, 0, 0];
    tally.set(code.slice(0, 3), sum.map((number, index) => number + states[index]));
  }
  const known = Object.keys(families);
  const order = [...tally.keys()].sort((a, b) => known.indexOf(a) - known.indexOf(b));
  return h('div', { class: 'scroll' }, h('table', { class: 'plain' }, h('thead', {}, h('tr', {}, ['family', 'new', 'known', 'decided'].map((name, index) => h('th', { scope: 'col', class: index ? 'number' : null }, name)))),
    h('tbody', {}, order.map((prefix) => h('tr', {}, h('th', { scope: 'row' }, link({ view: 'findings', rule: prefix }, families[prefix] || prefix)),
      tally.get(prefix).map((number) => h('td', { class: 'number' }, count(number))))))));
}

function bySource() {
  const all = Object.entries(ledger.summary.by_source).sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  return [bars(all.slice(0, 12).map(([name, number]) => ({
    name: name ? link({ view: 'findings', source: name }, said(name)) : 'no source', value: count(number), parts: [{ value: number, class: 'info' }],
  })), 'Findings by source'), all.length > 12 && h('p', { class: 'quiet' }, `and ${count(all.length - 12)} more sources`)];
}
