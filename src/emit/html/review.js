// Decisions of the reader: kept in the page (and in the browser's storage where it allows that), exported as a file that
// `recount decide --import` takes.

const verdicts = {
  accept: { name: 'Accept', key: 'a', help: 'The finding is right and stays as it is' },
  'false-alarm': { name: 'False alarm', key: 'f', help: 'The finding is wrong' },
  snooze: { name: 'Snooze', key: 's', help: 'Look at it again on a later day' },
  same: { name: 'Same place', key: '', help: 'These spellings name one place' },
  different: { name: 'Different places', key: '', help: 'These spellings name different places' },
  'same-event': { name: 'Same event', key: '', help: 'These reports tell of one event' },
  'different-events': { name: 'Different events', key: '', help: 'These reports tell of different events' },
  canonical: { name: 'Spelling to use', key: '', help: 'The spelling to use for this place' },
};

const storeKey = 'recount:' + ledger.page.key;
const decisions = new Map();
let reviewer = '';
let lasting = true;
try {
  const kept = JSON.parse(localStorage.getItem(storeKey) || '{}');
  reviewer = typeof kept.by === 'string' ? kept.by : '';
  for (const decision of kept.decisions || []) decisions.set(decision.id, decision);
} catch {
  // A browser may forbid storage to files: then decisions last as long as the page is open.
  lasting = false;
}

function keep() {
  try {
    localStorage.setItem(storeKey, JSON.stringify({ by: reviewer, decisions: [...decisions.values()] }));
  } catch {
    lasting = false;
  }
  document.dispatchEvent(new CustomEvent('decided'));
}

function decide(decision) {
  const target = decision.fingerprint || JSON.stringify([decision.names || decision.reports, decision.verdict === 'canonical']);
  decisions.set(target, { ...decision, id: target, by: reviewer, when: today() });
  keep();
}

function undo(id) {
  decisions.delete(id);
  keep();
}

function today() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}

/** The verdicts that fit a finding. */
function choices(finding) {
  const list = ['accept', 'false-alarm', 'snooze'];
  if (finding.spellings) list.push('same', 'different');
  if (finding.events) list.push('same-event', 'different-events');
  return list;
}

/** The spellings that a finding is about, with their admin units. */
function spellings(finding) {
  const [country, admin1] = finding.region || ['', ''];
  return finding.spellings.map((name) => ({ name, country, admin1, admin2: '' }));
}

/** The form that asks for a reason. `make` turns (reason, until) into decisions. */
function reasonForm(verdict, what, make, done) {
  const reason = h('input', { type: 'text', required: true, id: `reason${++forms}`, autocomplete: 'off' });
  const until = verdict === 'snooze' && h('input', { type: 'date', required: true, min: today(), id: `until${forms}` });
  const by = h('input', { type: 'text', value: reviewer, id: `by${forms}`, autocomplete: 'name' });
  const form = h('form', {
    class: 'reason',
    onsubmit: (event) => {
      event.preventDefault();
      if (!reason.value.trim()) return reason.focus();
      reviewer = by.value.trim();
      for (const decision of make(reason.value.trim(), until ? until.value : '')) decide(decision);
      done();
    },
    onkeydown: (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        done();
      }
    },
  },
  h('p', {}, h('b', {}, verdicts[verdict].name), ': ', what),
  h('label', { for: reason.id }, 'Reason'), reason,
  until && [h('label', { for: until.id }, 'Until'), until],
  h('label', { for: by.id }, 'Your name'), by,
  h('span', { class: 'buttons' }, h('button', { type: 'submit', class: 'main' }, 'Decide'), h('button', { type: 'button', onclick: () => done() }, 'Cancel')));
  form.ready = () => reason.focus();
  return form;
}
let forms = 0;

/** Buttons for a finding, or the decision that was made on it. */
function reviewBar(finding) {
  const box = h('div', { class: 'review' });
  const subjects = (verdict) => {
    if (verdict === 'same' || verdict === 'different') return { names: spellings(finding) };
    if (verdict.endsWith('event') || verdict.endsWith('events')) return { reports: finding.subject.reports };
    return {};
  };
  const ask = (verdict) => {
    const what = verdicts[verdict].help.toLowerCase();
    const made = (reason, until) => [{
      verdict, reason, until, fingerprint: finding.fingerprint, evidence: finding.evidence_hash, code: finding.code, headline: finding.headline, ...subjects(verdict),
      accepts: verdict === 'same' && Boolean(finding.joined),
    }];
    const form = reasonForm(verdict, what, made, () => draw(true));
    box.replaceChildren(form);
    form.ready();
  };
  const draw = (focus) => {
    const made = decisions.get(finding.fingerprint);
    if (made) {
      box.replaceChildren(
        h('p', { class: 'made' }, '✓ ', h('b', {}, verdicts[made.verdict].name), made.until && ` until ${made.until}`, ': ', said(made.reason), ' '),
        h('button', { type: 'button', onclick: () => { undo(finding.fingerprint); draw(true); } }, 'Take back'));
    } else {
      box.replaceChildren(...choices(finding).map((verdict) => h('button', {
        type: 'button', title: verdicts[verdict].help, 'data-verdict': verdict, onclick: () => ask(verdict),
      }, verdicts[verdict].name)));
    }
    if (focus) box.querySelector('button').focus();
  };
  box.ask = (verdict) => (decisions.has(finding.fingerprint) ? null : ask(verdict));
  draw(false);
  return box;
}

/** A TOML string. */
function toml(text) {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, (letter) => '\\u' + letter.charCodeAt(0).toString(16).padStart(4, '0'));
  return `"${escaped}"`;
}

/** The decisions file. */
function decisionsFile() {
  const lines = ['# Decisions made in a page of recount. Take them over with: recount decide --import FILE', ''];
  const write = (decision, subject) => {
    lines.push('[[decision]]', `verdict = ${toml(decision.verdict)}`, ...subject);
    if (decision.until) lines.push(`until = ${decision.until}`);
    if (decision.by) lines.push(`by = ${toml(decision.by)}`);
    lines.push(`when = ${decision.when}`, `reason = ${toml(decision.reason)}`, '');
  };
  const onFinding = (decision) => ['finding', 'code', 'headline', 'evidence']
    .map((key) => [key, key === 'finding' ? decision.fingerprint : decision[key]])
    .filter(([, value]) => value).map(([key, value]) => `${key} = ${toml(value)}`);
  for (const decision of decisions.values()) {
    if (decision.names) {
      const context = (key) => [...new Set(decision.names.map((name) => name[key]))];
      const regions = ['country', 'admin1'].filter((key) => context(key).length === 1 && context(key)[0]);
      write(decision, [`names = [${decision.names.map((name) => toml(name.name)).join(', ')}]`, ...regions.map((key) => `${key} = ${toml(context(key)[0])}`)]);
      // The names are one place already, and stay it: the finding that they differ is accepted with this.
      if (decision.accepts) write({ ...decision, verdict: 'accept' }, onFinding(decision));
    } else if (decision.reports) {
      write(decision, [`reports = [${decision.reports.map(toml).join(', ')}]`]);
    } else {
      write(decision, onFinding(decision));
    }
  }
  return lines.join('\n');
}

function reviewView() {
  const list = h('div', {});
  const text = h('textarea', { readonly: true, rows: 12, id: 'toml', spellcheck: 'false' });
  const draw = () => {
    text.value = decisionsFile();
    list.replaceChildren(decisions.size === 0
      ? h('p', { class: 'empty' }, 'Nothing is decided yet. Findings and places have buttons for it; a reason is always asked for.')
      : h('ul', { class: 'list' }, [...decisions.values()].map((decision) => h('li', { class: 'card' },
        h('p', {}, h('b', {}, verdicts[decision.verdict].name), ': ', said(decision.headline || (decision.names || []).map((name) => name.name).join(', ') || (decision.reports || []).join(', '))),
        h('p', { class: 'quiet' }, said(decision.reason), decision.by && [' · ', said(decision.by)], ` · ${decision.when}`, decision.until && ` · until ${decision.until}`),
        h('button', { type: 'button', onclick: () => { undo(decision.id); draw(); } }, 'Take back')))));
  };
  draw();
  const save = () => {
    const url = URL.createObjectURL(new Blob([decisionsFile()], { type: 'application/toml' }));
    const anchor = h('a', { href: url, download: 'decisions-from-page.toml' });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  return [h('h2', { tabindex: -1 }, 'Your decisions'),
    h('p', {}, lasting ? 'Decisions stay in this browser until you export them. ' : h('b', {}, 'This browser keeps nothing of a file: export your decisions before you close the page. '),
      'Take the file over with ', h('code', {}, 'recount decide --import decisions-from-page.toml'), ': the next run then knows them.'),
    h('p', {}, h('button', { type: 'button', class: 'main', id: 'export', onclick: save }, 'Export decisions')),
    list,
    h('details', {}, h('summary', {}, 'The file'), h('label', { for: 'toml', class: 'hidden' }, 'Decisions file'), text)];
}
