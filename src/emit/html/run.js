// What was read, what was not, and the rules.

function runView() {
  const page = ledger.page;
  return [h('h2', { tabindex: -1 }, 'Inputs and rules'),
    h('section', {}, h('h3', {}, 'Inputs'), ledger.inputs.map((input) => h('article', { class: 'card' },
      h('h4', {}, said(input.name)),
      h('p', {}, `${counted(input.read, 'row')} read: ${count(input.loaded)} new or changed, ${count(input.unchanged)} unchanged, ${count(input.rejected)} rejected. `,
        said([input.format, input.preset && `preset ${input.preset}`, input.unit && `a row is ${input.unit === 'event' ? 'an event' : 'a report'}`].filter(Boolean).join('; '))),
      input.notes.length > 0 && h('ul', {}, input.notes.map((note) => h('li', {}, said(note)))),
      input.unmapped.length > 0 && h('p', { class: 'quiet' }, 'Columns that were not used: ', names(input.unmapped, 20))))),
    page.rejected > 0 && h('section', {}, h('h3', {}, `Rows not loaded (${count(page.rejected)})`),
      h('ul', {}, ledger.rejected.map((row) => h('li', {}, where(row.input, row.line), ': ', said(row.reason)))),
      page.rejected > ledger.rejected.length && h('p', { class: 'quiet' }, `and ${count(page.rejected - ledger.rejected.length)} more, in ${page.whole}`)),
    page.resolved > 0 && h('section', {}, h('h3', {}, `Resolved since the run compared with (${count(page.resolved)})`),
      h('ul', {}, ledger.resolved.map((gone) => h('li', {}, h('code', {}, gone.code), ' ', said(gone.headline)))),
      page.resolved > ledger.resolved.length && h('p', { class: 'quiet' }, `and ${count(page.resolved - ledger.resolved.length)} more, in ${page.whole}`)),
    ledger.skipped.length > 0 && h('section', {}, h('h3', {}, 'Not checked'), h('ul', {}, ledger.skipped.map((skipped) => h('li', {}, h('b', {}, said(skipped.what)), ': ', said(skipped.why))))),
    h('section', {}, h('h3', {}, 'Rules'), ledger.rules.map(ruleCard)),
    h('p', { class: 'quiet' }, `recount ${page.version}`)];
}

function ruleCard(rule) {
  const number = ledger.summary.by_code[rule.code] || 0;
  return h('details', { id: `rule-${rule.code}`, class: 'rule' },
    h('summary', {}, h('code', {}, rule.code), ' ', rule.name, ' ', badge(rule.severity), ' ', h('span', { class: 'quiet' }, said(rule.summary))),
    number > 0 && h('p', {}, link({ view: 'findings', rule: rule.code }, counted(number, 'finding'))),
    markdown(rule.page));
}

/** As much Markdown as rules' pages use: headings, paragraphs, lists, fences, code, emphasis. */
function markdown(text) {
  const out = [];
  const blocks = text.split('\n');
  const inline = (line) => line.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((piece) =>
    piece.startsWith('`') ? h('code', {}, piece.slice(1, -1)) : piece.startsWith('**') ? h('b', {}, piece.slice(2, -2)) : piece);
  for (let at = 0; at < blocks.length;) {
    const line = blocks[at];
    if (line.startsWith('```')) {
      const body = [];
      for (at++; at < blocks.length && !blocks[at].startsWith('```'); at++) body.push(blocks[at]);
      at++;
      out.push(h('pre', { tabindex: 0 }, body.join('\n')));
    } else if (line.startsWith('#')) {
      if (!line.startsWith('# ')) out.push(h('h4', {}, inline(line.replace(/^#+ /, ''))));
      at++;
    } else if (/^[-*] /.test(line)) {
      const items = [];
      for (; at < blocks.length && /^([-*] | {2})/.test(blocks[at]); at++) {
        if (blocks[at].startsWith('  ')) items[items.length - 1] += ' ' + blocks[at].trim();
        else items.push(blocks[at].slice(2));
      }
      out.push(h('ul', {}, items.map((item) => h('li', {}, inline(item)))));
    } else if (line.trim() === '') {
      at++;
    } else {
      const body = [];
      for (; at < blocks.length && blocks[at].trim() !== '' && !/^(```|#|[-*] )/.test(blocks[at]); at++) body.push(blocks[at]);
      out.push(h('p', {}, inline(body.join(' '))));
    }
  }
  return h('div', { class: 'page' }, out);
}
