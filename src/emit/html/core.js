// The ledger, and small helpers that build elements. Text from data only ever becomes text nodes.

const ledger = JSON.parse(document.getElementById('ledger').textContent);

/** An element. Props: class, on* handlers, booleans, and attributes; children: nodes, strings, numbers, arrays, null. */
function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
function s(tag, props, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else element.setAttribute(name, String(value));
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) add(element, child);
    else element.append(child instanceof Node ? child : document.createTextNode(String(child).replace(treacherous, '\ufffd')));
  }
}

/** Characters that turn the text around them, and control characters: shown, so that nobody is deceived. */
const treacherous = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from data: set apart, so that right-to-left text does not reorder what stands around it. */
function said(text, className) {
  return h('bdi', { class: className }, text);
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
// By hand: the first use of a browser's locales is slow.
const count = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const counted = (number, one, many) => `${count(number)} ${number === 1 ? one : many || one + 's'}`;

/** An interval of dead, in words. */
function range(low, high) {
  if (high === null || high === undefined) return `${count(low)} or more`;
  if (low === high) return count(low);
  return low === 0 ? `up to ${count(high)}` : `${count(low)} to ${count(high)}`;
}

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** 2021-08-08 as 8 August 2021. */
function day(iso) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso || '');
  return parts && monthNames[parts[2] - 1] ? `${Number(parts[3])} ${monthNames[parts[2] - 1]} ${Number(parts[1])}` : iso || 'no date';
}

/** Text with its first letter large. */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Names in a sentence: a, b and c; a, b and 4 others. */
function names(list, most = 4) {
  const shown = list.length > most + 1 ? list.slice(0, most) : list;
  const rest = list.length - shown.length;
  const parts = shown.flatMap((name, index) => {
    const joint = index === 0 ? '' : index === shown.length - 1 && rest === 0 ? ' and ' : ', ';
    return [joint, said(name)];
  });
  return rest > 0 ? [...parts, ` and ${rest} others`] : parts;
}

const severities = ['error', 'warning', 'info'];
const marks = { error: '✕', warning: '▲', info: 'i' };

/** A severity, told by word, sign and colour. */
function badge(severity) {
  return h('span', { class: `badge ${severity}` }, h('span', { 'aria-hidden': 'true' }, marks[severity] || '?'), ' ', severity);
}

const families = {
  SCH: 'Schema', PLC: 'Places', DAT: 'Dates', TOL: 'Tolls', AGG: 'Totals and parts',
  DUP: 'Duplicates', SRC: 'Sources', DEC: 'Decisions', USR: 'Your own rules',
};

const lastPart = (path) => path.split(/[/\\]/).pop() || path;
const shared = new Set(ledger.inputs.map((input) => lastPart(input.name)).filter((name, index, all) => all.indexOf(name) !== index));

/** A place in a file: its name alone where that is clear, the whole path when pointed at. */
function where(input, line, column) {
  const name = shared.has(lastPart(input)) ? input : lastPart(input);
  return h('bdi', { title: input }, name + (line ? `:${line}` : '') + (column ? `:${column}` : ''));
}

// Texts that repeat stand once, in `words`, and are numbers elsewhere.
const word = (number) => ledger.words[number];
const linkOf = ([left, right, why]) => [left, right, {
  ...why, steps: why.steps.map(([weight, said]) => ({ weight, what: word(said[0]), left: word(said[1]), right: word(said[2]), level: word(said[3]) })),
}];
const reportWords = ['input', 'source', 'origin', 'published', 'date', 'place', 'place_id', 'killed_raw', 'injured_raw', 'scope', 'status', 'fate', 'fate_of', 'text', 'headline'];
for (const event of ledger.events) {
  event.reports = event.reports.map(([id, line, point, low, high, said]) => {
    const report = { id, line, point, low, high };
    reportWords.forEach((name, index) => { report[name] = word(said[index]); });
    return report;
  });
}

// What is looked up by id.
const eventOf = new Map(ledger.events.map((event) => [event.id, event]));
const placeOf = new Map(ledger.places.map((place) => [place.id, place]));
const ruleOf = new Map(ledger.rules.map((rule) => [rule.code, rule]));
const findingOf = new Map(ledger.findings.map((finding) => [finding.fingerprint, finding]));
const reportOf = new Map();
const homeOf = new Map();
for (const event of ledger.events) {
  for (const report of event.reports) {
    reportOf.set(report.id, report);
    homeOf.set(report.id, event.id);
  }
}
for (const [id, said] of ledger.facts) if (!reportOf.has(id)) reportOf.set(id, { id, date: word(said[0]), source: word(said[1]), place: word(said[2]) });

// What filters ask of a finding, worked out once.
for (const finding of ledger.findings) {
  finding.name = (ledger.tally[finding.code] || [''])[0];
  finding.subject = { reports: finding.reports, event: finding.event || null, place: finding.place || null };
  finding.explanation = word(finding.explanation);
}
const findingsOfEvent = new Map();
const findingsOfPlace = new Map();
for (const finding of ledger.findings) {
  const reports = finding.subject.reports.map((id) => reportOf.get(id)).filter(Boolean);
  const event = finding.subject.event || finding.subject.reports.map((id) => homeOf.get(id)).find(Boolean) || '';
  const place = placeOf.get(finding.subject.place);
  finding.event = eventOf.has(event) ? event : '';
  finding.date = (eventOf.get(event) || {}).date || reports.map((report) => report.date).find(Boolean) || '';
  finding.sources = [...new Set(reports.map((report) => report.source).filter(Boolean))];
  finding.places = [...new Set([place && place.canonical, ...reports.map((report) => report.place)].filter(Boolean))];
  if (finding.event) push(findingsOfEvent, finding.event, finding);
  if (place) push(findingsOfPlace, place.id, finding);
}

/** A finding's evidence. */
function piecesOf(finding) {
  return finding.evidence.map(([line, column, report, said]) => ({ line, column, report, input: word(said[0]), field: word(said[1]), value: word(said[2]), note: word(said[3]) }));
}

/** What a search looks at. */
function wordsOf(finding) {
  finding.words ||= [
    finding.code, finding.name, finding.headline, finding.explanation, finding.fingerprint, ...finding.subject.reports,
    ...finding.places, ...finding.sources, ...finding.evidence.flatMap(([, , , said]) => [word(said[0]), word(said[2])]),
  ].join(' ').toLowerCase();
  return finding.words;
}

function push(map, key, value) {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
}

/** A link to another view of the page. */
function link(query, ...children) {
  return h('a', { href: '#' + new URLSearchParams(query) }, ...children);
}

/** Fills a list as far as it is looked at, so that ten thousand entries open as fast as ten. */
function lazyList(items, render, empty, step = 40) {
  const list = h('ol', { class: items.length > 2 * step ? 'list long' : 'list' });
  const end = h('div', { class: 'end', 'aria-hidden': 'true' });
  const box = h('div', {}, list, end);
  let next = 0;
  box.more = (upTo) => {
    while (next < items.length && next < upTo) list.append(h('li', {}, render(items[next++])));
  };
  box.more(step);
  if (items.length === 0) box.replaceChildren(h('p', { class: 'empty' }, empty));
  if (next < items.length) {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      box.more(next + step);
      watch.unobserve(end);
      if (next < items.length && box.isConnected) watch.observe(end);
    }, { rootMargin: '1500px' });
    watch.observe(end);
  }
  return box;
}
