// An event in sentences: how many, who says so, what adds up and what does not.

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
const allows = (report, number) => report.low <= number && (report.high === null || report.high >= number);

function title(event) {
  const first = placeOf.get(event.place_ids[0]);
  const region = first ? [...new Set([first.admin2, first.admin1, first.country])].filter((name) => name && !event.places.includes(name)).join(', ') : '';
  return [day(event.date), event.places.length ? [' · ', names(event.places)] : null, region && h('span', { class: 'quiet' }, ' · ', said(region))];
}

/** Who published a report, and whose words it gives. */
function voice(report) {
  const source = report.source || report.id;
  return report.origin && report.origin !== source ? `${source}, citing ${report.origin}` : source;
}

/** Claims that say the same, with those who make them: the most voices first. */
function voices(reports) {
  const claims = new Map();
  for (const report of reports) {
    const claim = range(report.low, report.high);
    if (!claims.has(claim)) claims.set(claim, new Set());
    claims.get(claim).add(voice(report));
  }
  return [...claims].sort((a, b) => b[1].size - a[1].size || compare(a[0], b[0]));
}

/** "51 (AFP; RFI), 49 or more (Jeune Afrique, citing the army)". */
function claimed(reports, most = 4) {
  const list = voices(reports);
  return list.slice(0, 6).map(([claim, who], index) => {
    const all = [...who];
    const shown = all.length > most ? all.slice(0, most - 1) : all;
    return [index > 0 && ', ', h('b', {}, claim), ' (', shown.map((name, at) => [at > 0 && '; ', said(name)]), all.length > shown.length && `; ${all.length - shown.length} others`, ')'];
  }).concat(list.length > 6 ? [` and ${list.length - 6} other numbers`] : []);
}

/** The event in a few sentences. */
function story(event) {
  const list = [];
  const sources = counted(event.sources, 'source');
  const origins = event.independent_origins > 0 && event.independent_origins < event.sources
    ? `, which go back to ${counted(event.independent_origins, 'independent origin')}` : '';
  if (event.stated && event.report_count === 1) {
    list.push(h('p', { class: 'verdict' }, h('b', {}, `${capital(range(event.low, event.high))} dead`), ', by the only report', event.best !== event.low || event.high !== event.low ? `; best single figure ${count(event.best)}` : '', '.'));
  } else if (event.stated) {
    const times = event.best > 0 ? event.naive_sum / event.best : 0;
    list.push(h('p', { class: 'verdict' }, h('b', {}, `${capital(range(event.low, event.high))} dead`), ' once nobody is counted twice',
      event.best !== event.low || event.high !== event.low ? `; best single figure ${count(event.best)}` : '', '. ',
      event.naive_sum !== event.best && [`Adding up every row would give ${count(event.naive_sum)}`, times >= 1.5 && `, ${times.toFixed(1)} times as many`, '.']));
  } else {
    list.push(h('p', { class: 'verdict' }, 'No report states a number of dead.'));
  }
  list.push(h('p', {}, `${counted(event.report_count, 'report')} from ${sources}${origins} ${event.report_count === 1 ? 'tells' : 'tell'} of this event`,
    event.date && ` of ${day(event.date)}`, event.places.length > 0 && [' in ', names(event.places)], '.'));
  const totals = event.reports.filter((report) => stated(report) && report.scope !== 'partial' && report.fate !== 'copy');
  if (totals.length > 0 && event.report_count > 1) list.push(h('p', {}, sharedOut(event, totals) ? 'Each row tells of a share: ' : 'Dead in all: ', claimed(totals), '.'));
  return h('div', { class: 'story' }, list, reckoning(event, totals));
}

/** Whether rows share one toll out: none of them allows what they add up to. */
function sharedOut(event, totals) {
  const standing = totals.filter((report) => report.fate !== 'superseded');
  return standing.length > 1 && !standing.some((report) => allows(report, event.best)) && standing.reduce((all, report) => all + report.low, 0) === event.best;
}

/** What adds up, and what does not. */
function reckoning(event, totals) {
  const items = [];
  const item = (sign, name, ...words) => items.push(h('li', { class: name }, h('span', { class: 'sign', 'aria-hidden': 'true' }, sign), h('span', {}, words)));
  const sum = (parts) => parts.reduce((all, part) => all + part.best, 0);
  const standing = totals.filter((report) => report.fate !== 'superseded');
  if (event.stated && standing.length > 1 && !sharedOut(event, totals)) {
    const against = standing.filter((report) => !allows(report, event.best));
    if (against.length === 0) item('✓', 'fits', `All ${count(standing.length)} accounts of the whole event allow ${count(event.best)}.`);
    else item('≠', 'clashes', `${count(standing.length - against.length)} of ${count(standing.length)} accounts of the whole event allow ${count(event.best)}; not: `, claimed(against, 3), '.');
  }
  const partly = event.reports.filter((report) => stated(report) && report.scope === 'partial' && report.fate !== 'copy' && report.fate !== 'superseded');
  const tellingOf = (part) => partly.filter((report) => placeName(report) === part.place);
  const wide = event.parts.filter((part) => part.low !== part.high && voices(tellingOf(part)).length > 1);
  for (const part of wide.slice(0, 5)) {
    const telling = tellingOf(part);
    item('≠', 'clashes', h('b', {}, said(part.place || 'No place named')), `: ${range(part.low, part.high)}. `, telling.length > 0 && ['The accounts differ: ', claimed(telling, 3), '.']);
  }
  if (wide.length > 5) item('≠', 'clashes', `${counted(wide.length - 5, 'place')} more with accounts that differ.`);
  const narrow = event.parts.filter((part) => !wide.includes(part));
  if (narrow.length > 0) item('✓', 'fits', narrow.slice(0, 8).map((part, index) => [index > 0 && ', ', h('b', {}, said(part.place || 'no place named')), ` ${range(part.low, part.high)}`]), narrow.length > 8 && ` and ${count(narrow.length - 8)} more places`, ': nobody says otherwise.');
  if (event.stated && event.unallocated > 0) {
    const taken = event.parts.filter((part) => part.agreed && part.best > 0);
    const others = event.parts.filter((part) => !part.agreed);
    if (taken.length === 0) item('+', 'open', 'Most accounts name no part that can be taken off the total; few count dead in ', names(others.map((part) => part.place || 'a place without name')), '. That is no contradiction.');
    else item('+', 'open', h('b', {}, count(event.unallocated)), ` of the ${count(event.best)} are in no part that most accounts name`,
      taken.length < 8 && [': ', [count(event.best), ...taken.map((part) => `${count(part.best)} (${part.place || 'no place named'})`)].join(' − '), ` = ${count(event.unallocated)}`], '. ',
      others.length > 0 && ['Fewer accounts count dead in ', names(others.map((part) => part.place || 'a place without name')), '. '], 'That is no contradiction.');
  }
  const excess = sum(event.parts.filter((part) => part.agreed)) - event.best;
  if (event.stated && excess > 0) item('≠', 'clashes', `The parts that most accounts name add up to ${count(event.best + excess)}, ${count(excess)} more than the whole.`);
  const clash = event.conflicts.slice(0, 5).map(([left, right], index) => {
    const [a, b] = [reportOf.get(left), reportOf.get(right)];
    if (!a || !b || a.low === undefined || b.low === undefined) return null;
    return [index > 0 && '; ', said(a.source || a.id), ' ', h('b', {}, range(a.low, a.high)), ' against ', said(b.source || b.id), ' ', h('b', {}, range(b.low, b.high)), placeName(a) && [' (', said(placeName(a)), ')']];
  }).filter(Boolean);
  if (clash.length > 0) item('≠', 'clashes', 'These cannot both be right, and nothing explains it: ', clash, event.conflicts.length > 5 && ` and ${event.conflicts.length - 5} pairs more`, '.');
  // What the sentences above say already is not said again.
  const known = new Set(event.parts.map((part) => `${part.place}: ${range(part.low, part.high)}`));
  for (const note of event.notes.filter((note) => !known.has(note) && !/ are in no part that /.test(note))) item('·', 'note-on', said(capital(note)), '.');
  return items.length > 0 && h('ul', { class: 'reckoning', 'aria-label': 'What adds up and what does not' }, items);
}
