// One event, told to somebody who never saw the data.

const fates = {
  counts: 'counts', superseded: 'replaced by a later report', copy: 'copies another report', part: 'counts under its place',
  suspect: 'believed wrong', none: 'states no toll',
};

function fate(report) {
  const words = fates[report.fate] || report.fate;
  return report.fate_of ? [words, ' (', said(report.fate_of), ')'] : words;
}

const placeName = (report) => (placeOf.get(report.place_id) || {}).canonical || report.place || '';
const stated = (report) => report.low !== null;

function title(event) {
  const first = placeOf.get(event.place_ids[0]);
  const region = first ? [...new Set([first.admin2, first.admin1, first.country].filter(Boolean))].join(', ') : '';
  return [day(event.date), event.places.length ? [' · ', names(event.places)] : null, region && h('span', { class: 'quiet' }, ' · ', said(region))];
}

/** The event in a few sentences. */
function story(event) {
  const list = [];
  const sources = counted(event.sources, 'source');
  const origins = event.independent_origins > 0 && event.independent_origins < event.sources
    ? `, which go back to ${counted(event.independent_origins, 'independent origin')}` : '';
  list.push(h('p', {}, `${counted(event.report_count, 'report')} from ${sources}${origins} ${event.report_count === 1 ? 'tells' : 'tell'} of this event`,
    event.date && ` of ${day(event.date)}`, event.places.length > 0 && [' in ', names(event.places)], '.'));
  const totals = event.reports.filter((report) => stated(report) && report.scope !== 'partial' && report.fate !== 'copy');
  if (totals.length > 0 && event.report_count > 1) {
    const claims = new Map();
    for (const report of totals) push(claims, range(report.low, report.high), report.source || report.id);
    const parts = [...claims].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    list.push(h('p', {}, 'Dead in all: ', parts.map(([claim, who], index) => [index > 0 && '; ', h('b', {}, claim), ' (', names([...new Set(who)], 3), ')']), '.'));
  }
  if (event.stated && event.report_count === 1) {
    list.push(h('p', { class: 'verdict' }, 'The only report: ', h('b', {}, `${range(event.low, event.high)} dead`), event.best !== event.low || event.high !== event.low ? `, best single figure ${count(event.best)}` : '', '.'));
  } else if (event.stated) {
    const times = event.best > 0 ? event.naive_sum / event.best : 0;
    list.push(h('p', { class: 'verdict' }, 'Once nobody is counted twice: ', h('b', {}, `${range(event.low, event.high)} dead`),
      event.best !== event.low || event.high !== event.low ? `, best single figure ${count(event.best)}` : '', '. ',
      event.naive_sum !== event.best && [`Adding up every row would give ${count(event.naive_sum)}`, times >= 1.5 && `, ${times.toFixed(1)} times as many`, '.']));
  } else {
    list.push(h('p', { class: 'verdict' }, 'No report states a number of dead.'));
  }
  if (event.parts.length > 0) {
    const wide = event.parts.filter((part) => part.low !== part.high);
    list.push(h('p', {}, 'By place: ', event.parts.map((part, index) => [index > 0 && ', ', said(part.place || 'no place named'), ' ', h('b', {}, range(part.low, part.high))]), '. ',
      wide.length > 0 && event.parts.length > 1 && 'A span means that the accounts differ. ',
      event.unallocated > 0 && [h('b', {}, count(event.unallocated)), ` of the dead are given no place: the parts that are told do not add up to the total, which is no contradiction.`]));
  }
  if (event.conflicts.length > 0) {
    const clash = event.conflicts.slice(0, 5).map(([left, right], index) => {
      const [a, b] = [reportOf.get(left), reportOf.get(right)];
      if (!a || !b) return null;
      return [index > 0 && '; ', said(a.source || a.id), ' ', h('b', {}, range(a.low, a.high)), ' against ', said(b.source || b.id), ' ', h('b', {}, range(b.low, b.high)), placeName(a) && [' (', said(placeName(a)), ')']];
    });
    list.push(h('p', {}, 'These cannot both be right, and nothing explains it: ', clash, event.conflicts.length > 5 && ` and ${event.conflicts.length - 5} more`, '.'));
  }
  // What the sentence on places says already.
  const told = new Set(event.parts.flatMap((part) => [`${part.place}: ${range(part.low, part.high)}`]));
  const further = event.notes.filter((note) => !told.has(note));
  const notes = further.length > 0 && h('ul', { class: 'notes' }, further.map((note) => h('li', {}, said(note))));
  return h('div', { class: 'story' }, list, notes);
}

/** Who says how many: each claim as an interval, the totals first, then place by place, in order of publication. */
function claims(event) {
  const telling = event.reports.filter(stated);
  if (telling.length < 2) return null;
  const top = Math.max(event.best, event.high || 0, event.low, ...telling.map((report) => Math.max(report.low, report.high || 0)));
  const to = scale(top);
  const groups = new Map();
  for (const report of telling) push(groups, report.scope === 'partial' ? placeName(report) || 'no place named' : '', report);
  const order = [...groups.keys()].sort((a, b) => (a === '' ? -1 : b === '' ? 1 : a < b ? -1 : 1));
  const partOf = new Map(event.parts.map((part) => [part.place, part]));
  const rows = order.map((key) => {
    const band = key === '' ? { low: event.low, high: event.high } : partOf.get(key);
    const sorted = groups.get(key).slice().sort((a, b) => compare(a.published || '9', b.published || '9') || compare(a.source, b.source) || compare(a.id, b.id));
    return [
      h('h4', {}, key === '' ? 'The whole event' : said(key), band && h('span', { class: 'quiet' }, ` reconciled ${range(band.low, band.high)}`)),
      h('ul', { class: 'claims' }, sorted.map((report) => h('li', { class: report.fate },
        h('span', { class: 'who' }, said(report.source || report.id), report.published && h('span', { class: 'quiet' }, ' ', report.published)),
        interval(report.low, report.high, to, report.fate, band),
        h('span', { class: 'value' }, range(report.low, report.high), ['superseded', 'copy', 'suspect'].includes(report.fate) && h('span', { class: 'quiet' }, ' ', fate(report)))))),
    ];
  });
  return h('section', {}, h('h3', {}, 'Who says how many'),
    h('p', { class: 'quiet' }, 'A dot is one number, a bar an interval, an arrow has no upper end. The shaded band is what remains once nobody is counted twice.'),
    rows, h('div', { class: 'claims' }, h('div', { class: 'axisrow' }, h('span', { class: 'who' }, 'dead'), axis(to), h('span', { class: 'value' }))));
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The total as a bar of its parts, with what no part names. */
function partsOfTotal(event) {
  if (event.parts.length === 0 || !event.stated) return null;
  const sum = event.parts.reduce((all, part) => all + part.best, 0);
  const top = Math.max(event.best, sum);
  let at = 0;
  const drawn = event.parts.map((part, index) => {
    const bar = s('g', {}, s('title', {}, `${part.place}: ${range(part.low, part.high)}`),
      s('rect', { class: `fill part${index % 4}`, x: per(at, top), width: per(part.best, top), y: 0, height: 26 }),
      part.best / top > 0.07 && s('text', { class: 'inside', x: `${parseFloat(per(at + part.best / 2, top))}%`, y: 18, 'text-anchor': 'middle' }, part.best));
    at += part.best;
    return bar;
  });
  const rest = Math.max(0, event.best - sum);
  const excess = Math.max(0, sum - event.best);
  return h('section', {}, h('h3', {}, 'Parts against the total'),
    h('div', { class: 'stack' }, s('svg', { width: '100%', height: 36, 'aria-hidden': 'true' },
      s('defs', {}, s('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('rect', { width: 2, height: 6, class: 'hatch' }))),
      drawn,
      rest > 0 && s('rect', { class: 'rest', fill: 'url(#hatch)', x: per(sum, top), width: per(rest, top), y: 0.5, height: 25 }),
      s('line', { class: 'total', x1: per(event.best, top), x2: per(event.best, top), y1: 0, y2: 36 }))),
    h('div', { class: 'scroll' }, h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'place'), ['low', 'best', 'high'].map((name) => h('th', { scope: 'col', class: 'number' }, name)))),
      h('tbody', {}, event.parts.map((part, index) => h('tr', {}, h('th', { scope: 'row' }, h('span', { class: `key part${index % 4}`, 'aria-hidden': 'true' }), said(part.place || 'no place named')),
        [part.low, part.best, part.high].map((value) => h('td', { class: 'number' }, value === null ? 'open' : count(value)))))),
      h('tfoot', {},
        h('tr', {}, h('th', { scope: 'row' }, 'parts together'), h('td', {}), h('td', { class: 'number' }, count(sum)), h('td', {})),
        h('tr', {}, h('th', { scope: 'row' }, rest > 0 ? 'no place given' : excess > 0 ? 'more than the total' : 'remainder'), h('td', {}), h('td', { class: 'number' }, count(rest || excess)), h('td', {})),
        h('tr', {}, h('th', { scope: 'row' }, 'the whole event'), [event.low, event.best, event.high].map((value) => h('td', { class: 'number' }, value === null ? 'open' : count(value))))))));
}

/** All reports as a table; what differs from the usual value of its column is marked. */
function reports(event) {
  const columns = [
    ['source', (r) => r.source], ['origin', (r) => r.origin], ['published', (r) => r.published], ['date', (r) => r.date], ['place', (r) => r.place],
    ['killed, as written', (r) => r.killed_raw], ['injured', (r) => r.injured_raw], ['covers', (r) => (r.scope === 'partial' ? 'a part' : 'the whole')], ['status', (r) => r.status],
  ].filter(([, get]) => event.reports.some((report) => get(report)));
  const usual = columns.map(([, get]) => {
    const tally = new Map();
    for (const report of event.reports) if (get(report)) tally.set(get(report), (tally.get(get(report)) || 0) + 1);
    return [...tally].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([value]) => value)[0];
  });
  const cell = ([name, get], report, index) => {
    const value = get(report);
    if (!value) return h('td', { class: 'quiet' }, '–');
    const canonical = name === 'place' && (placeOf.get(report.place_id) || {}).canonical;
    if (canonical) return h('td', {}, canonical === value ? said(value) : lettersAgainst(canonical, value));
    const dated = name === 'date' || name === 'published';
    return h('td', { class: dated ? `nowrap ${name === 'date' && value !== usual[index] ? 'differs' : ''}` : null }, name === 'killed, as written' ? wordsAgainst(null, value) : said(value));
  };
  return h('section', {}, h('h3', {}, 'The reports'),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The reports, a table' }, h('table', { class: 'wide' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'report'), columns.map(([name]) => h('th', { scope: 'col' }, name)), h('th', { scope: 'col' }, 'read as'), h('th', { scope: 'col' }, 'what became of it'), h('th', { scope: 'col' }, 'where'))),
      h('tbody', {}, event.reports.map((report) => h('tr', { class: report.fate },
        h('th', { scope: 'row' }, said(report.id)), columns.map((column, index) => cell(column, report, index)),
        h('td', { class: 'nowrap' }, stated(report) ? range(report.low, report.high) : '–'), h('td', {}, fate(report)),
        h('td', { class: 'quiet nowrap' }, ledger.inputs.length > 1 ? where(report.input, report.line) : `line ${report.line}`)))))),
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
  const draw = () => {
    const [a, b] = [telling[left.selectedIndex], telling[right.selectedIndex]];
    out.replaceChildren(...(a === b ? [a] : [a, b]).map((report) => h('article', {},
      h('h4', {}, said(report.source || report.id), ' ', h('span', { class: 'quiet' }, report.published)),
      h('p', { class: 'text' }, wordsAgainst(a === b ? null : text(report === a ? b : a), text(report))))));
  };
  draw();
  return [h('h4', {}, 'Texts side by side'),
    h('p', { class: 'quiet' }, 'Underlined words stand in one of the two only; numbers are bold.'),
    telling.length > 1 && h('p', { class: 'pickers' }, left, ' against ', right), out];
}

function links(event) {
  const reasons = event.links.filter(([, , why]) => why.steps.length > 0 || why.veto);
  if (reasons.length === 0) return null;
  const more = event.link_count - reasons.length;
  return h('section', {}, h('h3', {}, 'Why these reports are one event'),
    h('p', { class: 'quiet' }, `The weakest link holds with a probability of ${percent(event.weakest_link)}. Weights are in bits: each bit doubles the odds.`),
    reasons.map(([left, right, why], index) => h('details', { open: index === 0 }, h('summary', {}, said(left), ' and ', said(right), `: ${percent(why.probability)}`), h('div', { class: 'scroll' }, waterfall(why)))),
    more > 0 && h('p', { class: 'quiet' }, `${counted(more, 'stronger link')} not shown; “recount explain ID ID” shows any.`));
}

/** Everything about an event. */
function eventPage(event, level) {
  const findings = findingsOfEvent.get(event.id) || [];
  return h('article', { class: 'event', id: level },
    h('h2', { tabindex: -1 }, title(event)),
    story(event), claims(event), partsOfTotal(event),
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
        tally.map(([severity, number]) => [badge(severity), ` ${number} `])));
  };
  return [h('h2', { tabindex: -1 }, 'Events'),
    h('p', { class: 'quiet' }, `${counted(ledger.events.length, 'event')} with findings or with several reports, the worst first.`,
      ledger.page.events_left_out > 0 && ` ${count(ledger.page.events_left_out)} more are not in this page; all are in “recount export tolls”.`),
    lazyList(ledger.events, row, 'No event has a finding or more than one report.')];
}
