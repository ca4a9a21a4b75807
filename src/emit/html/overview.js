// The first view: what was read, what is wrong, and the worst event told whole.

function overview() {
  const sum = ledger.summary;
  const tolls = sum.tolls;
  const facts = `${counted(sum.reports, 'report')} ${sum.reports === 1 ? 'names' : 'name'} ${counted(sum.places, 'place')} in ${counted(sum.spellings, 'spelling')} and ${sum.reports === 1 ? 'tells' : 'tell'} of ${counted(sum.events, 'event')}.`;
  const rows = Object.keys(sum.by_source).length;
  return [
    tolls.events > 0
      ? h('h2', { tabindex: -1 }, h('span', { class: 'figure' }, `${capital(range(tolls.low, tolls.high))} dead`), tolls.naive_sum === tolls.best ? '' : ', once nobody is counted twice')
      : h('h2', { tabindex: -1 }, 'Overview'),
    h('div', { class: 'lead' },
      tolls.events > 0 && tolls.low !== tolls.high && h('p', {}, `Best single figure ${count(tolls.best)}`, openEnds(tolls), '.'),
      h('p', {}, facts)),
    ledger.redactions.length > 0 && h('div', { class: 'note' }, h('h3', {}, 'Hidden in this report'), h('ul', {}, ledger.redactions.map((line) => h('li', {}, said(line))))),
    left(),
    tolls.events > 0 && tolls.naive_sum !== tolls.best && h('section', {}, h('h3', {}, 'The dead: every row against the reconciled range'), sums(tolls)),
    h('section', {}, h('h3', {}, counted(ledger.findings.length + ledger.page.findings_left_out, 'finding')), tiles()),
    worst(),
    ledger.events.length > 1 && h('section', {}, h('h3', {}, 'The worst events'), worstEvents()),
    h('div', { class: 'columns2' },
      h('section', {}, h('h3', {}, 'Findings by rule'), legend(), byRule()),
      h('section', {}, h('h3', {}, 'Findings by family and state'), byFamily(),
        rows > 0 && [h('h3', {}, 'Findings by source'), bySource()])),
    h('section', {}, months(ledger.months))];
}

function openEnds(tolls) {
  return tolls.open_events > 0 ? `; ${counted(tolls.open_events, 'event')} ${tolls.open_events === 1 ? 'has' : 'have'} no upper end and ${tolls.open_events === 1 ? 'stands' : 'stand'} here with the best figure` : '';
}

function left() {
  const page = ledger.page;
  const lines = [
    page.findings_left_out > 0 && `${counted(page.findings_left_out, 'finding')} ${page.findings_left_out === 1 ? 'is' : 'are'} not in this page: it holds the worst ${count(ledger.findings.length)}, with a share of each rule. All are in ${page.whole}.`,
    page.events_left_out > 0 && `${counted(page.events_left_out, 'event')} with findings or several reports ${page.events_left_out === 1 ? 'is' : 'are'} not in this page: it holds the worst ${count(ledger.events.length)}.`,
  ].filter(Boolean);
  return lines.length > 0 && h('p', { class: 'note' }, lines.join(' '));
}

/** Numbers that are links to what they count. */
function tiles() {
  const sum = ledger.summary;
  const tile = (query, number, label, sign) => h('li', { class: number === 0 ? 'none' : null }, link({ view: 'findings', ...query }, h('span', { class: 'big' }, count(number)), ' ', sign || label));
  return h('ul', { class: 'tiles', 'aria-label': 'Findings' },
    severities.map((severity) => tile({ severity }, sum.by_severity[severity], severity, badge(severity))),
    tile({ state: 'new' }, sum.by_state.new, 'new'), tile({ state: 'known' }, sum.by_state.known, 'known'), tile({ state: 'decided' }, sum.by_state.decided, 'decided'),
    h('li', { class: sum.by_state.resolved === 0 ? 'none' : null }, link({ view: 'run' }, h('span', { class: 'big' }, count(sum.by_state.resolved)), ' resolved')));
}

function sums(tolls) {
  return [
    bars([
      { name: h('b', {}, 'reconciled'), value: h('b', {}, range(tolls.low, tolls.high)), parts: [{ value: tolls.low, class: 'sure' }, { value: tolls.high - tolls.low, class: 'span' }] },
      tolls.distinct_sum !== tolls.naive_sum && { name: 'without copies', value: count(tolls.distinct_sum), parts: [{ value: tolls.distinct_sum, class: 'naive' }] },
      { name: 'every row added up', value: count(tolls.naive_sum), parts: [{ value: tolls.naive_sum, class: 'naive' }] },
    ].filter(Boolean), 'The dead', 'sums'),
    tolls.high > tolls.low && h('p', { class: 'quiet' }, 'Hatched: what the accounts leave open.')];
}

/** A small data set is told whole at once. */
function worst() {
  const event = ledger.events[0];
  if (!event) return null;
  if (ledger.summary.events <= 3) return h('section', { class: 'told' }, eventPage(event));
  const findings = findingsOfEvent.get(event.id) || [];
  return h('section', { class: 'told' }, h('h3', {}, 'The worst event: ', link({ event: event.id }, title(event))), story(event),
    findings.length > 0 && [h('h4', {}, counted(findings.length, 'finding')), h('ul', { class: 'brief' }, findings.slice(0, 5).map((finding) => h('li', {}, badge(finding.severity), ' ', link({ finding: finding.fingerprint }, said(finding.headline)))),
      findings.length > 5 && h('li', {}, link({ event: event.id }, `and ${counted(findings.length - 5, 'more', 'more')}`)))]);
}

function worstEvents() {
  const shown = ledger.events.slice(0, 10);
  // Where most rows are events there is nothing to add up: the row itself is what a steward opens next.
  const single = 2 * shown.filter((event) => event.report_count === 1).length > shown.length;
  const heads = [['event', ''], ...(single ? [['row', '']] : []), ['dead', 'number'], ...(single ? [] : [['rows add up to', 'number'], ['reports', 'number']]), ['worst finding', '']];
  const row = (event) => event.reports.slice(0, 1).map((report) => [said(report.id), ' ', h('span', { class: 'quiet nowrap' }, where(report.input, report.line)), event.report_count > 1 && h('span', { class: 'quiet' }, ` and ${event.report_count - 1} more`)]);
  const clipped = (text) => (text.length > 90 ? text.slice(0, 89) + '…' : text);
  const finding = (event) => {
    const [first, ...others] = findingsOfEvent.get(event.id) || [];
    return first && [badge(first.severity), ' ', said(clipped(first.headline)), others.length > 0 && h('span', { class: 'quiet' }, ` and ${others.length} more`)];
  };
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The worst events, a table' }, h('table', {},
    h('thead', {}, h('tr', {}, heads.map(([name, kind]) => h('th', { scope: 'col', class: kind }, name)))),
    h('tbody', {}, shown.map((event) => h('tr', {}, h('th', { scope: 'row' }, link({ event: event.id }, title(event))),
      single && h('td', {}, row(event)), h('td', { class: 'number' }, event.stated ? range(event.low, event.high) : '–'),
      !single && [h('td', { class: 'number' }, event.stated ? count(event.naive_sum) : '–'), h('td', { class: 'number' }, count(event.report_count))], h('td', {}, finding(event)))))));
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
