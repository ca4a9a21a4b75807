// Which view is shown, keys, light and dark.

const main = document.getElementById('main');

const views = {
  overview: ['Overview', overview],
  events: ['Events', eventsView],
  findings: ['Findings', () => findingsView('')],
  places: ['Places', () => placesView('')],
  run: ['Inputs and rules', runView],
  review: ['Decisions', reviewView],
};

/** The view that the address asks for. */
function show() {
  const query = new URLSearchParams(location.hash.slice(1));
  const get = (key) => query.get(key) || '';
  let view = get('view') || location.hash.slice(1);
  let content;
  if (get('finding')) {
    view = 'findings';
    content = () => findingsView(get('finding'));
  } else if (get('event')) {
    view = 'events';
    content = () => oneEvent(get('event'));
  } else if (get('place') && !get('view')) {
    view = 'places';
    content = () => placesView(get('place'));
  } else if (get('rule') && !get('view')) {
    view = 'run';
    content = runView;
  } else if (view === 'findings') {
    filter = { ...noFilter };
    for (const key of Object.keys(noFilter)) filter[key] = get(key);
  }
  if (!Object.hasOwn(views, view)) view = 'overview';
  const parts = [(content || views[view][1])()].flat(3).filter((part) => part instanceof Node);
  main.replaceChildren(...parts);
  for (const anchor of document.querySelectorAll('nav a')) {
    if (anchor.dataset.view === view) anchor.setAttribute('aria-current', 'page');
    else anchor.removeAttribute('aria-current');
  }
  document.title = `${views[view][0]} · recount`;
  const rule = view === 'run' && get('rule') && document.getElementById(`rule-${get('rule')}`);
  if (rule) {
    rule.open = true;
    rule.scrollIntoView();
  } else {
    window.scrollTo(0, 0);
  }
  tell();
}

function oneEvent(id) {
  const at = ledger.events.findIndex((event) => event.id === id);
  if (at < 0) return [h('h2', { tabindex: -1 }, 'Event'), h('p', { class: 'empty' }, 'The event of this link is not in this page.')];
  const other = (index, text) => ledger.events[index] && link({ event: ledger.events[index].id }, text);
  return [h('p', { class: 'steps' }, link({ view: 'events' }, 'All events'), other(at - 1, '← worse'), other(at + 1, 'next →')), eventPage(ledger.events[at])];
}

/** The number of decisions, in the navigation. */
function tell() {
  const anchor = document.querySelector('nav a[data-view="review"]');
  anchor.textContent = decisions.size > 0 ? `Decisions (${decisions.size})` : 'Decisions';
}

const nav = document.getElementById('views');
for (const [view, [name]] of Object.entries(views)) nav.append(h('li', {}, h('a', { href: `#view=${view}`, 'data-view': view }, name)));

const theme = document.getElementById('theme');
const darkNow = () => (document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
const paint = () => { theme.textContent = darkNow() ? 'Light' : 'Dark'; };
theme.addEventListener('click', () => {
  document.documentElement.dataset.theme = darkNow() ? 'light' : 'dark';
  paint();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
paint();

const keys = document.getElementById('keys');
document.getElementById('help').addEventListener('click', () => keys.showModal());
document.getElementById('close').addEventListener('click', () => keys.close());

/** The next or previous finding on the page. */
function step(by) {
  const results = document.getElementById('results');
  const cards = () => [...document.querySelectorAll('.finding')];
  let list = cards();
  const at = list.findIndex((card) => card.contains(document.activeElement));
  if (at + by >= list.length - 1 && results && results.more) {
    results.more(list.length + 40);
    list = cards();
  }
  const next = list[Math.max(0, at < 0 ? 0 : Math.min(list.length - 1, at + by))];
  if (next) {
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'center' });
  }
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || keys.open) return;
  if (event.target.closest('input, select, textarea')) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const current = event.target.closest('.finding');
  const verdict = Object.keys(verdicts).find((name) => verdicts[name].key === event.key);
  const at = Number(event.key) - 1;
  if (event.key === 'j') step(1);
  else if (event.key === 'k') step(-1);
  else if (event.key === '?') keys.showModal();
  else if (event.key === '/') {
    if (!document.getElementById('filter-q')) location.hash = '#view=findings';
    setTimeout(() => document.getElementById('filter-q').focus(), 50);
  } else if (Object.keys(views)[at]) location.hash = `#view=${Object.keys(views)[at]}`;
  else if (verdict && current) current.ask(verdict);
  else return;
  event.preventDefault();
});

document.addEventListener('decided', tell);
window.addEventListener('hashchange', () => {
  show();
  const heading = main.querySelector('h2');
  if (heading) heading.focus({ preventScroll: true });
});
// A printed page holds what is folded.
window.addEventListener('beforeprint', () => {
  const results = document.getElementById('results');
  if (results && results.more) results.more(500);
  for (const details of main.querySelectorAll('details:not(.bulk)')) details.open = true;
  // Drawn for the width of a sheet, so that their words are not made small with them.
  for (const box of main.querySelectorAll('.map, .timeline')) box.draw(680);
});
window.addEventListener('afterprint', () => {
  for (const box of main.querySelectorAll('.map, .timeline')) box.draw();
});
show();
