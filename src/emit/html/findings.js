// The list of findings: cards, search, filters, order.

const noFilter = { q: '', rule: '', severity: '', state: '', place: '', source: '', from: '', to: '', sort: '' };
let filter = { ...noFilter };

/** A finding. */
function card(finding, pinned) {
  const review = reviewBar(finding);
  const about = [
    finding.event && link({ event: finding.event }, 'the event'),
    placeOf.has(finding.subject.place) && link({ place: finding.subject.place }, 'the place'),
    ruleOf.has(finding.code) && link({ rule: finding.code }, 'the rule'),
    link({ finding: finding.fingerprint }, 'link'),
  ].filter(Boolean);
  const element = h('article', { class: `card finding ${finding.severity} ${pinned ? 'pinned' : ''}`, tabindex: -1, 'data-finding': finding.fingerprint },
    h('p', { class: 'tags' }, badge(finding.severity), ' ', h('code', {}, finding.code), ' ', said(finding.name),
      finding.state !== 'new' && h('span', { class: 'state' }, finding.state), finding.date && h('span', { class: 'quiet' }, ' · ', day(finding.date))),
    h('h3', {}, wordsAgainst(null, finding.headline)),
    evidence(finding),
    finding.explanation && h('p', {}, said(finding.explanation)),
    finding.decision && h('p', { class: 'made' }, 'Decided: ', said(finding.decision)),
    finding.setting && h('p', { class: 'quiet' }, 'Severity set by ', said(finding.setting)),
    h('p', { class: 'about' }, about.map((one, index) => [index > 0 && ' · ', one])),
    review);
  element.ask = review.ask;
  return element;
}

/** Evidence as a table; values of one column are marked against the first. */
function evidence(finding) {
  if (finding.evidence.length === 0) return null;
  const first = new Map();
  const rows = piecesOf(finding).map((piece) => {
    const other = first.get(piece.field);
    if (other === undefined && piece.value) first.set(piece.field, piece.value);
    // Letters are compared in names; numbers and days differ as wholes.
    const short = piece.value.length <= 80 && /\p{L}/u.test(piece.value);
    const value = !piece.value ? '' : other === undefined || other === piece.value ? wordsAgainst(null, piece.value) : short ? lettersAgainst(other, piece.value) : wordsAgainst(other, piece.value);
    const report = reportOf.get(piece.report);
    return h('tr', {},
      h('td', { class: 'where' }, where(piece.input, piece.line, piece.column), report && report.source && h('span', { class: 'quiet' }, ' ', said(report.source))),
      h('th', { scope: 'row' }, said(piece.field)), h('td', { class: 'quoted' }, value), h('td', { class: 'quiet' }, said(piece.note)));
  });
  const head = h('thead', { class: 'hidden' }, h('tr', {}, ['where', 'column', 'value', 'what it shows'].map((name) => h('th', { scope: 'col' }, name))));
  const table = (some) => h('div', { class: 'scroll' }, h('table', { class: 'evidence' }, head.cloneNode(true), h('tbody', {}, some)));
  if (rows.length <= 8) return table(rows);
  return [table(rows.slice(0, 6)), h('details', {}, h('summary', {}, `${rows.length - 6} more pieces of evidence`), table(rows.slice(6)))];
}

const orders = {
  '': ['worst first', () => 0],
  date: ['newest event first', (a, b) => compare(b.date, a.date)],
  olddate: ['oldest event first', (a, b) => compare(a.date || '9', b.date || '9')],
  rule: ['by rule', (a, b) => compare(a.code, b.code)],
  place: ['by place', (a, b) => compare(a.places[0] || '\uffff', b.places[0] || '\uffff')],
  source: ['by source', (a, b) => compare(a.sources[0] || '\uffff', b.sources[0] || '\uffff')],
};

function matching() {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = ledger.findings.filter((finding) =>
    (!filter.rule || finding.code.startsWith(filter.rule)) && (!filter.severity || finding.severity === filter.severity) &&
    (!filter.state || (filter.state === 'undecided' ? finding.state !== 'decided' && !decisions.has(finding.fingerprint) : finding.state === filter.state)) &&
    (!filter.place || finding.places.includes(filter.place)) && (!filter.source || finding.sources.includes(filter.source)) &&
    (!filter.from || (finding.date && finding.date >= filter.from)) && (!filter.to || (finding.date && finding.date <= filter.to)) &&
    words.every((word) => wordsOf(finding).includes(word)));
  const order = (orders[filter.sort] || orders[''])[1];
  return filter.sort ? found.map((finding, index) => [finding, index]).sort((a, b) => order(a[0], b[0]) || a[1] - b[1]).map(([finding]) => finding) : found;
}

/** The values of a select: the most frequent first where there are many. */
function options(values, most) {
  const tally = new Map();
  for (const value of values) tally.set(value, (tally.get(value) || 0) + 1);
  const sorted = [...tally].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  return sorted.slice(0, most).sort((a, b) => compare(a[0], b[0]));
}

function findingsView(pinned) {
  const results = h('div', { id: 'results' });
  const number = h('p', { role: 'status', id: 'shown' });
  const field = (label, control) => h('div', { class: 'field' }, h('label', { for: control.id }, label), control);
  const choose = (key, label, list) => {
    const known = list.some(([value]) => value === filter[key]);
    const box = h('select', { id: `filter-${key}`, onchange: () => set(key, box.value) },
      h('option', { value: '' }, key === 'sort' ? orders[''][0] : 'any'),
      !known && filter[key] && h('option', { value: filter[key] }, filter[key]),
      list.map(([value, text]) => h('option', { value }, text)));
    box.value = filter[key];
    return field(label, box);
  };
  const type = (key, label, kind) => {
    const box = h('input', { type: kind, id: `filter-${key}`, value: filter[key], autocomplete: 'off', oninput: () => {
      clearTimeout(box.timer);
      box.timer = setTimeout(() => set(key, box.value), kind === 'search' ? 150 : 0);
    } });
    return field(label, box);
  };
  const withCount = (list) => list.map(([value, many]) => [value, `${value.length > 40 ? value.slice(0, 39) + '…' : value} (${many})`]);
  const set = (key, value) => {
    filter[key] = value;
    history.replaceState(null, '', '#' + new URLSearchParams({ view: 'findings', ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) }));
    draw();
  };
  const codes = options(ledger.findings.map((finding) => finding.code), 200);
  const controls = h('form', { class: 'filters', role: 'search', 'aria-label': 'Filter findings', onsubmit: (event) => event.preventDefault() },
    type('q', 'Search', 'search'),
    choose('severity', 'Severity', severities.map((name) => [name, name])),
    choose('state', 'State', [['new', 'new'], ['known', 'known'], ['decided', 'decided'], ['undecided', 'not decided yet']]),
    choose('rule', 'Rule', [...Object.entries(families).filter(([prefix]) => codes.some(([code]) => code.startsWith(prefix))).map(([prefix, name]) => [prefix, `all of ${name}`]),
      ...codes.map(([code, many]) => [code, `${code} ${(ruleOf.get(code) || {}).name || ''} (${many})`])]),
    choose('place', 'Place', withCount(options(ledger.findings.flatMap((finding) => finding.places), 400))),
    choose('source', 'Source', withCount(options(ledger.findings.flatMap((finding) => finding.sources), 400))),
    type('from', 'From', 'date'), type('to', 'To', 'date'),
    choose('sort', 'Order', Object.entries(orders).slice(1).map(([key, [name]]) => [key, name])),
    h('div', { class: 'field' }, h('button', { type: 'button', id: 'clear', onclick: () => { filter = { ...noFilter }; location.hash = '#view=findings'; show(); } }, 'Clear')));
  const draw = () => {
    const found = matching();
    const left = ledger.page.findings_left_out;
    number.textContent = `${count(found.length)} of ${counted(ledger.findings.length, 'finding')}` + (left > 0 ? `. ${count(left)} more are not in this page: all are in ${ledger.page.whole}.` : '');
    const list = lazyList(found, (finding) => card(finding), 'No finding matches. Take a filter away, or press Clear.');
    results.replaceChildren(bulk(found), list);
    results.more = list.more;
  };
  draw();
  const pin = pinned && (findingOf.has(pinned)
    ? h('section', { 'aria-label': 'The linked finding' }, card(findingOf.get(pinned), true))
    : h('p', { class: 'empty' }, 'The finding of this link is not in this page: it may have been resolved.'));
  return [h('h2', { tabindex: -1 }, pinned ? 'A finding' : 'Findings'), pin, pinned && h('h2', {}, 'All findings'), controls, number, results];
}

/** One decision on all findings that the filters let through, with a preview. */
function bulk(found) {
  const open = found.filter((finding) => finding.state !== 'decided' && !decisions.has(finding.fingerprint));
  if (open.length < 2) return h('div', {});
  const box = h('details', { class: 'bulk' }, h('summary', {}, `Decide on all ${count(open.length)} shown at once`));
  const body = h('div', {});
  const ask = (verdict) => {
    const preview = h('div', {}, h('p', {}, `${counted(open.length, 'decision')} will be written, on:`),
      h('ul', {}, open.slice(0, 10).map((finding) => h('li', {}, h('code', {}, finding.code), ' ', said(finding.headline)))),
      open.length > 10 && h('p', {}, `and ${count(open.length - 10)} more.`));
    const form = reasonForm(verdict, preview, (reason, until) => open.map((finding) => ({
      verdict, reason, until, fingerprint: finding.fingerprint, evidence: finding.evidence_hash, code: finding.code, headline: finding.headline,
    })), () => show());
    body.replaceChildren(form);
    form.ready();
  };
  body.append(...['accept', 'false-alarm', 'snooze'].map((verdict) => h('button', { type: 'button', onclick: () => ask(verdict) }, verdicts[verdict].name)));
  box.append(body);
  return box;
}
