// One event: who says how many, the parts, the reports side by side, why they are one.

/** Whether claims that count do not all say the same. */
function differ(reports) {
  return new Set(reports.filter((report) => report.fate !== 'copy').map((report) => range(report.low, report.high))).size > 1;
}

/** The upper end of a scale of claims: one that is believed wrong does not press the others together. */
function topOf(reports, band) {
  const upper = (report) => Math.max(report.low, report.high || 0);
  const trusted = reports.filter((report) => report.fate !== 'suspect' && report.fate !== 'copy').map(upper);
  const top = Math.max(1, band ? band.low : 0, (band && band.high) || 0, ...trusted);
  const wrong = Math.max(0, ...reports.map(upper));
  return trusted.length > 0 && wrong > 2 * top ? top : Math.max(top, wrong);
}

/** Who says how many: each claim as an interval, the totals first, then place by place, in order of publication. */
function claims(event) {
  const telling = event.reports.filter(stated);
  if (telling.length < 2) return null;
  const to = scale(1.05 * topOf(telling, event));
  const groups = new Map();
  for (const report of telling) push(groups, report.scope === 'partial' ? placeName(report) || 'no place named' : '', report);
  const order = [...groups.keys()].sort((a, b) => (a === '' ? -1 : b === '' ? 1 : a < b ? -1 : 1));
  const partOf = new Map(event.parts.map((part) => [part.place, part]));
  let charted = false;
  const rows = order.map((key) => {
    const band = key === '' ? { low: event.low, high: event.high } : partOf.get(key);
    const sorted = groups.get(key).slice().sort((a, b) => compare(a.published || '9', b.published || '9') || compare(a.source, b.source) || compare(a.id, b.id));
    const chart = (key === '' || differ(sorted)) && timeline(sorted, event, band, key || 'The whole event');
    if (chart) charted = true;
    const of = lettered(sorted);
    return [
      h('h4', {}, key === '' ? 'The whole event' : said(key), band && h('span', { class: 'quiet' }, ` reconciled ${range(band.low, band.high)}`)),
      chart,
      h('ul', { class: 'claims' }, sorted.map((report) => h('li', { class: report.fate },
        h('span', { class: 'who' }, chart && h('b', { class: 'letter' }, of.get(report.source)), said(report.source || report.id), report.published && h('span', { class: 'quiet nowrap' }, ' ', report.published)),
        interval(report.low, report.high, to, report.fate, band),
        h('span', { class: 'value' }, range(report.low, report.high), ['superseded', 'copy', 'suspect'].includes(report.fate) && h('span', { class: 'quiet' }, ' ', fate(report)))))),
    ];
  });
  return h('section', {}, h('h3', {}, 'Who says how many'),
    h('p', { class: 'quiet' }, 'In order of publication. A dot is one number, a bar an interval, an arrow has no upper end; rings count for nothing, as copies or replaced. The shaded band is what remains once nobody is counted twice.',
      charted && ' Above the rows stand the same claims by day of publication, each under the letter of its source.'),
    rows, h('div', { class: 'claims' }, h('div', { class: 'axisrow' }, h('span', { class: 'who' }, 'dead'), axis(to), h('span', { class: 'value' }))));
}

/** The total as a bar of its parts: those that most accounts count, then what they leave, within which others count some. */
function partsOfTotal(event) {
  if (event.parts.length === 0 || !event.stated) return null;
  const sum = (parts) => parts.reduce((all, part) => all + part.best, 0);
  const agreed = event.parts.filter((part) => part.agreed);
  const doubtful = event.parts.filter((part) => !part.agreed);
  const order = [...agreed, ...doubtful];
  const rest = Math.max(0, event.best - sum(agreed));
  const excess = Math.max(0, sum(agreed) - event.best);
  const top = Math.max(event.best, sum(order), 1);
  let at = 0;
  const drawn = order.map((part, index) => {
    const share = (100 * part.best) / top;
    const bar = s('g', {}, s('title', {}, `${part.place || 'no place named'}: ${range(part.low, part.high)}`),
      !part.agreed && s('rect', { class: 'under', x: per(at, top), width: per(part.best, top), y: 5, height: 20 }),
      s('rect', { class: `fill part${index % 4} ${part.agreed ? '' : 'doubtful'}`, x: per(at, top), width: per(part.best, top), y: part.agreed ? 0 : 5, height: part.agreed ? 30 : 20 }),
      share > 4 && s('text', { class: part.agreed ? 'inside' : '', x: `${(100 * (at + part.best / 2)) / top}%`, y: 20, 'text-anchor': 'middle' }, count(part.best)));
    at += part.best;
    return bar;
  });
  const left = sum(agreed);
  const words = `${counted(event.best, 'dead', 'dead')} in all: ${order.map((part) => `${part.place || 'no place named'} ${range(part.low, part.high)}`).join(', ')}; ${rest > 0 ? `${count(rest)} in no part that most accounts name` : excess > 0 ? `the parts exceed the total by ${count(excess)}` : 'nothing left over'}`;
  const row = (name, part, sign) => h('tr', {}, h('th', { scope: 'row' }, sign, name), [part.low, part.best, part.high].map((value) => h('td', { class: 'number' }, value === undefined ? '' : value === null ? 'open' : count(value))));
  const key = (index, part) => h('span', { class: `key part${index % 4} ${part.agreed ? '' : 'doubtful'}`, 'aria-hidden': 'true' });
  return h('section', {}, h('h3', {}, 'Parts against the total'),
    h('div', { class: 'stack' }, s('svg', { width: '100%', height: 52, role: 'img', 'aria-label': words },
      rest > 0 && s('rect', { class: 'rest', fill: 'url(#hatch)', x: per(left, top), width: per(rest, top), y: 0.5, height: 29 }),
      drawn,
      s('line', { class: 'total', x1: per(event.best, top), x2: per(event.best, top), y1: 0, y2: 36 }),
      s('text', { x: 0, y: 50 }, `${count(event.best)} in all`),
      rest > 0 && s('text', { x: per(event.best, top), y: 50, 'text-anchor': 'end' }, `${count(rest)} in no agreed part`))),
    h('div', { class: 'scroll' }, h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'place'), ['low', 'best', 'high'].map((name) => h('th', { scope: 'col', class: 'number' }, name)))),
      h('tbody', {}, order.map((part, index) => row([said(part.place || 'no place named'), !part.agreed && h('span', { class: 'quiet' }, ' counted by few accounts')], part, key(index, part)))),
      h('tfoot', {},
        agreed.length > 1 && row('parts that most accounts count', { best: left }),
        row(excess > 0 ? 'more than the total' : 'in none of these', { best: rest || excess }, rest > 0 && h('span', { class: 'key hatched', 'aria-hidden': 'true' })),
        row('the whole event', event)))));
}

/** All reports as a table; what differs from the usual value of its column is marked, what is the same in all is said once. */
function reports(event) {
  const many = event.reports.length > 1;
  const all = [
    ['source', (r) => r.source], ['citing', (r) => (r.origin === r.source ? '' : r.origin)], ['published', (r) => r.published], ['place', (r) => r.place],
    ['killed', (r) => r.killed_raw || (stated(r) ? range(r.low, r.high) : '')], ['injured', (r) => r.injured_raw],
    ['covers', (r) => (r.scope === 'partial' ? 'a part' : 'the whole') + (r.status ? `, ${r.status}` : '')], ['date', (r) => r.date],
  ].map(([name, get]) => {
    const tally = new Map();
    for (const report of event.reports) tally.set(get(report), (tally.get(get(report)) || 0) + 1);
    const [usual] = [...tally].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0];
    return { name, get, usual, same: tally.size === 1 };
  });
  const columns = all.filter(({ same }) => !many || !same);
  const shared = all.filter(({ same, usual }) => many && same && usual);
  const cell = ({ name, get, usual }, report) => {
    const value = get(report);
    if (!value) return h('td', { class: 'quiet' }, '–');
    const canonical = name === 'place' && (placeOf.get(report.place_id) || {}).canonical;
    if (canonical) return h('td', {}, canonical === value ? said(value) : lettersAgainst(canonical, value));
    const dated = name === 'date' || name === 'published';
    if (name === 'killed') {
      const read = stated(report) && range(report.low, report.high);
      return h('td', {}, wordsAgainst(null, value), read && read !== value.trim() && h('span', { class: 'quiet' }, ' read as ', read));
    }
    return h('td', { class: dated || name === 'covers' ? `${dated ? 'nowrap' : ''} ${name === 'date' && value !== usual ? 'differs' : ''}` : null }, said(value));
  };
  const files = new Set(event.reports.map((report) => report.input));
  return h('section', {}, h('h3', {}, 'The reports'),
    shared.length > 0 && h('p', { class: 'quiet' }, 'The same in all: ', shared.map(({ name, usual }, index) => [index > 0 && '; ', `${name} `, said(usual)]), '.'),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The reports, a table' }, h('table', { class: 'wide' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'report'), columns.map(({ name }) => h('th', { scope: 'col' }, name)), h('th', { scope: 'col' }, 'what became of it'))),
      h('tbody', {}, event.reports.map((report) => h('tr', { class: report.fate },
        h('th', { scope: 'row' }, said(report.id), ' ', h('span', { class: 'quiet nowrap' }, files.size > 1 ? where(report.input, report.line) : `line ${report.line}`)),
        columns.map((column) => cell(column, report)), h('td', {}, fate(report))))))),
    event.report_count > event.reports.length && h('p', { class: 'quiet' }, `${counted(event.report_count - event.reports.length, 'report')} more are not in this page; all are in the data exported with “recount export reports”.`),
    sideBySide(event));
}

/** Two reports' texts beside each other, with what differs marked. */
function sideBySide(event) {
  const telling = event.reports.filter((report) => report.text || report.headline);
  if (telling.length === 0) return null;
  const text = (report) => [report.headline, report.text].filter(Boolean).join('\n');
  const pick = (label, at) => {
    const box = h('select', { 'aria-label': label, onchange: () => draw() }, telling.map((report) => h('option', { value: report.id }, `${report.id} ${report.source}`)));
    box.selectedIndex = Math.min(at, telling.length - 1);
    return box;
  };
  const left = pick('Text on the left', 0);
  // Two accounts of the same place are worth more than two rows of one source.
  const [first] = telling;
  const other = telling.findIndex((report) => report.source !== first.source && report.place_id === first.place_id);
  const right = pick('Text on the right', other > 0 ? other : Math.max(1, telling.findIndex((report) => report.source !== first.source)));
  const out = h('div', { class: 'texts' });
  const hint = h('p', { class: 'quiet', role: 'status' });
  const draw = () => {
    const [a, b] = [telling[left.selectedIndex], telling[right.selectedIndex]];
    // Texts with little in common would be marked all over.
    const near = a !== b && alike(text(a), text(b));
    hint.textContent = (a === b ? '' : near ? 'Underlined words stand in one of the two only; ' : 'The two share too few words to mark what differs; ') + 'numbers are bold.';
    out.replaceChildren(...(a === b ? [a] : [a, b]).map((report) => h('article', {},
      h('h4', {}, said(report.source || report.id), ' ', h('span', { class: 'quiet' }, report.published)),
      h('p', { class: 'text' }, wordsAgainst(near ? text(report === a ? b : a) : null, text(report))))));
  };
  draw();
  return [h('h4', {}, 'Texts side by side'), hint,
    telling.length > 1 && h('p', { class: 'pickers' }, left, ' against ', right), out];
}

function links(event) {
  const reasons = event.links.map(linkOf).filter(([, , why]) => why.steps.length > 0 || why.veto);
  if (reasons.length === 0) return null;
  const more = event.link_count - reasons.length;
  return h('section', {}, h('h3', {}, 'Why these reports are one event'),
    h('p', { class: 'quiet' }, `The whole hangs together with a probability of ${percent(event.weakest_link)} at its weakest point. Each pair below adds up its weights, in bits: each bit doubles the odds.`),
    reasons.map(([left, right, why], index) => h('details', { open: index === 0 }, h('summary', {}, said(left), ' and ', said(right), `: ${percent(why.probability)}`), h('div', { class: 'scroll' }, waterfall(why)))),
    more > 0 && h('p', { class: 'quiet' }, `${counted(more, 'pair')} more; “recount explain ID ID” shows any.`));
}

/** Everything about an event. */
function eventPage(event, level) {
  const findings = findingsOfEvent.get(event.id) || [];
  return h('article', { class: 'event', id: level },
    h('h2', { tabindex: -1 }, title(event)),
    story(event), partsOfTotal(event), claims(event),
    findings.length > 0 && h('section', {}, h('h3', {}, counted(findings.length, 'finding'), ' on this event'), lazyList(findings, (finding) => card(finding), '', 8)),
    section('Where', map(event)), reports(event), links(event),
    h('p', { class: 'quiet' }, 'Event ', said(event.id), ' · ', link({ event: event.id }, 'link to this event')));
}

function section(name, content) {
  return content && h('section', {}, h('h3', {}, name), content);
}

/** All events, the worst first. */
function eventsView() {
  const row = (event) => {
    const findings = findingsOfEvent.get(event.id) || [];
    const tally = severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]).filter(([, number]) => number > 0);
    return h('article', { class: 'card row' },
      h('h3', {}, link({ event: event.id }, title(event))),
      h('p', {}, `${counted(event.report_count, 'report')}, ${counted(event.sources, 'source')}. `,
        event.stated ? ['Reconciled ', h('b', {}, range(event.low, event.high)), event.naive_sum !== event.best && `; rows add up to ${count(event.naive_sum)}`, '. '] : 'No number of dead. ',
        tally.map(([severity, number]) => [badge(severity), ` ${number} `])),
      findings.length > 0 && h('ul', { class: 'brief' }, findings.slice(0, 2).map((finding) => h('li', {}, badge(finding.severity), ' ', link({ finding: finding.fingerprint }, said(finding.headline))))));
  };
  return [h('h2', { tabindex: -1 }, 'Events'),
    h('p', { class: 'quiet' }, `${counted(ledger.events.length, 'event')} with findings or with several reports, the worst first.`,
      ledger.page.events_left_out > 0 && ` ${count(ledger.page.events_left_out)} more are not in this page; all are in “recount export tolls”.`),
    lazyList(ledger.events, row, 'No event has a finding or more than one report.')];
}
