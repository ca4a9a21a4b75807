// Places with their spellings, and the acceptance of spellings in bulk.

function placeCard(place, pinned) {
  const findings = findingsOfPlace.get(place.id) || [];
  const rows = place.variants.reduce((sum, [, many]) => sum + many, 0);
  const region = [place.admin2, place.admin1, place.country].filter(Boolean).join(', ');
  return h('article', { class: `card ${pinned ? 'pinned' : ''}` },
    h('h3', {}, link({ place: place.id }, said(place.canonical)), region && h('span', { class: 'quiet' }, ' · ', said(region))),
    h('p', {}, `${counted(place.variants.length, 'spelling')} in ${counted(rows, 'row')}`, place.point && h('span', { class: 'quiet' }, ` · ${place.point[0]}, ${place.point[1]}`), ':'),
    h('ul', { class: 'spellings' }, place.variants.slice(0, 60).map(([name, many]) => h('li', {}, name === place.canonical ? h('b', {}, said(name)) : lettersAgainst(place.canonical, name), h('span', { class: 'quiet' }, ` ${count(many)}`)))),
    place.variants.length > 60 && h('p', { class: 'quiet' }, `and ${place.variants.length - 60} more spellings`),
    place.links.length > 0 && h('details', { open: pinned }, h('summary', {}, 'Why they are one place'),
      place.links.map(linkOf).map(([left, right, why]) => h('details', { open: pinned && place.links.length < 3 }, h('summary', {}, said(left), ' and ', lettersAgainst(left, right), `: ${percent(why.probability)}`), h('div', { class: 'scroll' }, waterfall(why))))),
    findings.length > 0 && h('details', { open: pinned }, h('summary', {}, counted(findings.length, 'finding')), lazyList(findings, (finding) => card(finding), '')),
    place.variants.length > 1 && spellingForm(place));
}

/** Which spellings are this place, and which one to use: a preview, then the decisions. */
function spellingForm(place) {
  const box = h('details', { class: 'bulk' });
  const open = () => {
    if (box.open && box.children.length === 1) box.append(build());
  };
  box.append(h('summary', {}, 'Accept spellings'));
  box.addEventListener('toggle', open);
  const build = () => {
    const body = h('div', {});
    const group = `use${++forms}`;
    const boxes = place.variants.map(([name, many], index) => ({
      name, many,
      is: h('input', { type: 'checkbox', id: `${group}-${index}`, checked: true, onchange: () => preview() }),
      use: h('input', { type: 'radio', name: group, value: name, checked: name === place.canonical, 'aria-label': `Use ${name}`, onchange: () => preview() }),
    }));
    const told = h('div', { role: 'status' });
    const chosen = () => boxes.filter((one) => one.is.checked);
    const preferred = () => (boxes.find((one) => one.use.checked) || { name: place.canonical }).name;
    const about = () => (findingsOfPlace.get(place.id) || []).filter((finding) => /^PLC00[12]/.test(finding.code) && !decisions.has(finding.fingerprint));
    const preview = () => {
      const rows = chosen().filter((one) => one.name !== preferred()).reduce((sum, one) => sum + one.many, 0);
      const left = boxes.filter((one) => !one.is.checked).map((one) => one.name);
      told.replaceChildren(h('p', {}, `${counted(chosen().length, 'spelling')} will be one place, written `, h('b', {}, said(preferred())), `; ${counted(rows, 'row')} ${rows === 1 ? 'is' : 'are'} spelled otherwise and will be read so. `,
        left.length > 0 && [names(left, 6), ' will be kept apart. '], `${counted(about().length, 'finding')} on spellings here will be accepted.`));
    };
    preview();
    const go = () => {
      const name = (text) => ({ name: text, country: place.country, admin1: place.admin1, admin2: '' });
      const form = reasonForm('same', told.cloneNode(true), (reason) => {
        const made = [{ verdict: 'canonical', reason, names: [name(preferred())] }];
        if (chosen().length > 1) made.push({ verdict: 'same', reason, names: chosen().map((one) => name(one.name)) });
        for (const one of boxes.filter((one) => !one.is.checked)) made.push({ verdict: 'different', reason, names: [name(preferred()), name(one.name)] });
        return [...made, ...about().map((finding) => ({ verdict: 'accept', reason, fingerprint: finding.fingerprint, evidence: finding.evidence_hash, code: finding.code, headline: finding.headline }))];
      }, () => show());
      body.replaceChildren(form);
      form.ready();
    };
    body.append(
      h('table', { class: 'plain' }, h('thead', {}, h('tr', {}, ['this place', 'spelling', 'rows', 'use'].map((title) => h('th', { scope: 'col' }, title)))),
        h('tbody', {}, boxes.map((one) => h('tr', {}, h('td', {}, one.is), h('td', {}, h('label', { for: one.is.id }, said(one.name))), h('td', { class: 'number' }, count(one.many)), h('td', {}, one.use))))),
      told, h('button', { type: 'button', onclick: go }, 'Go on'));
    return body;
  };
  return box;
}

function placesView(pinned) {
  const results = h('div', {});
  const search = h('input', { type: 'search', id: 'place-search', autocomplete: 'off', oninput: () => draw() });
  const sorted = ledger.places.map((place, index) => [place, index]).sort((a, b) => b[0].variants.length - a[0].variants.length || a[1] - b[1]).map(([place]) => place);
  const draw = () => {
    const word = search.value.trim().toLowerCase();
    const found = sorted.filter((place) => !word || [place.canonical, place.admin1, place.admin2, ...place.variants.map(([name]) => name)].some((name) => name.toLowerCase().includes(word)));
    results.replaceChildren(h('p', { role: 'status' }, `${count(found.length)} of ${counted(ledger.places.length, 'place')}, those with the most spellings first`), lazyList(found, (place) => placeCard(place, false), 'No place matches.'));
  };
  draw();
  const pin = pinned && (placeOf.has(pinned) ? placeCard(placeOf.get(pinned), true) : h('p', { class: 'empty' }, 'The place of this link is not in this page.'));
  return [h('h2', { tabindex: -1 }, pinned ? 'A place' : 'Places'), pin, pinned && h('h2', {}, 'All places'),
    h('p', { class: 'quiet' }, 'Places of the events and findings in this page. Letters that differ from the chosen spelling are underlined.'),
    h('div', { class: 'filters' }, h('div', { class: 'field' }, h('label', { for: 'place-search' }, 'Search'), search)), results];
}
