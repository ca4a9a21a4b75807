// Opens a page of recount in Chromium and uses it as a reader would.
//
//   node check.mjs PAGE.html [FOLDER]
//
// Screenshots, and the decisions file that the page exported, go into the folder. Exit status 0 when everything holds; 1 with a line for each thing that does not. CHROMIUM names the browser
// (default: chromium on the path, as Debian installs it).
import { AxeBuilder } from './axe.mjs';
import { chromium } from 'playwright-core';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, folder] = process.argv.slice(2);
if (!file) {
  console.error('usage: node check.mjs PAGE.html [SCREENSHOT_FOLDER]');
  process.exit(2);
}
const url = pathToFileURL(resolve(file)).href;
if (folder) mkdirSync(folder, { recursive: true });
const executablePath = process.env.CHROMIUM || execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser']).toString().trim();

const faults = [];
const expect = (holds, what) => {
  if (!holds) faults.push(what);
};

const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** A fresh page, watched for errors and requests. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('request', (request) => !request.url().startsWith('file:') && !request.url().startsWith('blob:') && faults.push(`request: ${request.url()}`));
  return page;
}

const shot = async (page, name, whole = true) => folder && page.screenshot({ path: `${folder}/${name}.png`, fullPage: whole });

try {
  // The fastest of three: other work on the machine is not the page's fault.
  const times = [];
  for (let turn = 0; turn < 3; turn++) {
    const timed = await open();
    const started = Date.now();
    await timed.goto(url);
    await timed.waitForSelector('main h2');
    times.push(Date.now() - started);
    await timed.context().close();
  }
  console.log(`opened in ${Math.min(...times)} ms`);
  expect(Math.min(...times) < 2000, `the page took ${Math.min(...times)} ms to open`);
  const page = await open();
  await page.goto(url);
  await page.waitForSelector('main h2');
  const ledger = await page.evaluate(() => JSON.parse(document.getElementById('ledger').textContent));
  expect(await page.locator('.tiles .big').first().textContent() === ledger.summary.by_severity.error.toLocaleString('en'), 'the overview does not count the errors');
  await shot(page, 'laptop-overview');

  // Every view opens, and no text of the data turns what stands around it.
  const turned = () => page.evaluate(() => /[\u202a-\u202e\u2066-\u2069\u001b]/.test(document.body.innerText));
  for (const view of ['events', 'findings', 'places', 'run', 'review']) {
    await page.click(`nav a[data-view=${view}]`);
    await page.waitForFunction((name) => document.querySelector('nav a[aria-current]')?.dataset.view === name, view);
    expect(!(await turned()), `${view} shows characters that turn the text`);
    await shot(page, `laptop-${view}`, false);
  }
  if (ledger.events.length > 0) {
    await page.goto(`${url}#event=${encodeURIComponent(ledger.events[0].id)}`);
    await page.waitForSelector('article.event');
    await shot(page, 'laptop-event');
  }

  if (ledger.findings.length > 0) {
    // Filters.
    await page.goto(`${url}#view=findings`);
    await page.waitForSelector('#shown');
    const code = ledger.findings[0].code;
    const expected = ledger.findings.filter((finding) => finding.code === code).length;
    await page.selectOption('#filter-rule', code);
    const shown = () => page.textContent('#shown');
    expect((await shown()).startsWith(`${expected.toLocaleString('en')} of `), `filtering by ${code} shows ${await shown()}`);
    await page.fill('#filter-q', 'no finding says this');
    await page.waitForFunction(() => document.getElementById('shown').textContent.startsWith('0 of'));
    await page.click('#clear');
    await page.waitForFunction((all) => document.getElementById('shown').textContent.startsWith(`${all} of`), ledger.findings.length.toLocaleString('en'));

    // Every filter shows what the data say, alone and with others; times are the fastest of three.
    const tried = async (key, value, holds) => {
      await page.goto(`${url}#view=findings`);
      const times = [];
      for (let turn = 0; turn < 3; turn++) {
        times.push(await page.evaluate(async ([key, value]) => {
          const box = document.getElementById(`filter-${key}`);
          const from = performance.now();
          for (const next of ['', value]) {
            box.value = next;
            box.dispatchEvent(new Event(box.tagName === 'SELECT' ? 'change' : 'input'));
          }
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
          return performance.now() - from;
        }, [key, value]));
      }
      if (Math.min(...times) > 1000) faults.push(`filtering by ${key} took ${Math.round(Math.min(...times))} ms`);
      const wanted = ledger.findings.filter(holds).length;
      expect((await shown()).startsWith(`${wanted.toLocaleString('en')} of `), `filtering by ${key} ${value} shows ${await shown()} instead of ${wanted}`);
    };
    await tried('severity', ledger.findings[0].severity, (finding) => finding.severity === ledger.findings[0].severity);
    await tried('state', 'new', (finding) => finding.state === 'new');
    const facts = await page.evaluate(() => [...document.querySelectorAll('#filter-place option, #filter-source option')].map((option) => [option.parentElement.id, option.value, option.textContent]).filter(([, value]) => value));
    for (const id of ['place', 'source']) {
      const [, value, label] = facts.find(([of]) => of === `filter-${id}`) || [];
      if (!value) continue;
      await page.goto(`${url}#${new URLSearchParams({ view: 'findings', [id]: value })}`);
      await page.waitForSelector('#shown');
      expect((await shown()).startsWith(`${Number(label.match(/\((\d+)\)$/)[1]).toLocaleString('en')} of `), `the link to ${id} ${value} shows ${await shown()}`);
    }
    await page.goto(`${url}#view=findings&from=1000-01-01&to=1000-12-31`);
    await page.waitForFunction(() => document.getElementById('shown')?.textContent.startsWith('0 of'));
    await page.goto(`${url}#view=findings`);

    // The list fills as far as it is looked at.
    if (ledger.findings.length > 100) {
      const drawn = () => page.locator('#results .finding').count();
      const before = await drawn();
      expect(before < 200, `${before} findings are drawn at once`);
      for (let turn = 0; turn < 10; turn++) {
        await page.mouse.wheel(0, 20000);
        await page.waitForTimeout(50);
      }
      expect(await drawn() > before, 'scrolling draws no more findings');
    }

    // A deep link.
    const last = ledger.findings[ledger.findings.length - 1];
    await page.goto(`${url}#finding=${encodeURIComponent(last.fingerprint)}`);
    await page.waitForSelector('.pinned');
    expect(await page.getAttribute('.pinned', 'data-finding') === last.fingerprint, 'a deep link shows another finding');

    // Keys, and a decision.
    const open = ledger.findings.find((finding) => finding.state !== 'decided') || ledger.findings[0];
    await page.goto(`${url}#finding=${encodeURIComponent(open.fingerprint)}`);
    await page.waitForSelector('.pinned');
    await page.keyboard.press('j');
    expect(await page.evaluate(() => document.activeElement.dataset.finding) === open.fingerprint, 'j does not go to the first finding');
    await page.keyboard.press('a');
    await page.keyboard.type('checked with "two" sources\\');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.pinned .made');
    await shot(page, 'laptop-decided', false);
    await page.keyboard.press('6');
    await page.waitForSelector('#export');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
    const text = readFileSync(await download.path(), 'utf8');
    if (folder) writeFileSync(`${folder}/exported.toml`, text);
    expect(text.includes('[[decision]]') && text.includes(open.fingerprint) && text.includes('"checked with \\"two\\" sources\\\\"'), `the exported file says: ${text}`);
    await page.reload();
    await page.waitForSelector('#export');
    expect((await page.textContent('nav a[data-view=review]')).includes('(1)'), 'a decision is gone after a reload');
    await page.click('main li button');
    await page.waitForSelector('.empty');
    await page.keyboard.press('?');
    expect(await page.isVisible('dialog'), '? does not show the keys');
    await shot(page, 'laptop-keys', false);
    await page.click('#close');
  }

  // Spellings are accepted with a preview.
  if (ledger.places.some((place) => place.variants.length > 1)) {
    await page.goto(`${url}#view=places`);
    await page.click('main .bulk summary');
    await page.click('main .bulk input[type=checkbox] >> nth=1');
    expect((await page.textContent('main .bulk [role=status]')).includes('will be one place'), 'there is no preview of spellings');
    await shot(page, 'laptop-spellings', false);
  }
  await page.context().close();

  // Accessible in light and in dark, in every view.
  for (const colorScheme of ['light', 'dark']) {
    const seen = await open({ colorScheme });
    const first = ledger.events[0];
    for (const view of ['view=overview', 'view=events', first && `event=${encodeURIComponent(first.id)}`, 'view=findings', 'view=places', 'view=run', 'view=review'].filter(Boolean)) {
      await seen.goto(`${url}#${view}`);
      await seen.waitForSelector('main h2');
      const found = await new AxeBuilder(seen).analyze();
      for (const violation of found.violations) {
        faults.push(`axe, ${colorScheme}, ${view}: ${violation.id} (${violation.impact}): ${violation.nodes.length} times, such as ${violation.nodes[0].html.slice(0, 200)} ${violation.nodes[0].failureSummary.slice(0, 300)}`);
      }
    }
    if (colorScheme === 'dark') {
      await seen.goto(`${url}#view=overview`);
      await shot(seen, 'dark-overview');
      await seen.click('#theme');
      expect(await seen.evaluate(() => document.documentElement.dataset.theme) === 'light', 'the theme does not change');
    }
    await seen.context().close();
  }

  // Phone and paper.
  const phone = await open({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  for (const view of ['overview', 'events', 'findings', 'places', 'run', 'review']) {
    await phone.goto(`${url}#view=${view}`);
    await phone.waitForSelector('main h2');
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect(wide <= 360, `on a phone, ${view} is ${wide} wide`);
    await shot(phone, `phone-${view}`, view === 'overview');
  }
  await phone.context().close();
  const paper = await open({ viewport: { width: 794, height: 1123 } });
  await paper.goto(url);
  await paper.waitForSelector('main h2');
  await paper.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await paper.emulateMedia({ media: 'print' });
  await shot(paper, 'print-overview');
  if (folder) await paper.pdf({ path: `${folder}/print.pdf`, format: 'A4' });
  await paper.context().close();

  // Where storage is forbidden, as browsers may do to files, decisions last as long as the page.
  const bare = await open();
  await bare.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } }));
  const spelled = ledger.findings.find((finding) => finding.spellings && finding.state !== 'decided');
  if (spelled) {
    await bare.goto(`${url}#finding=${encodeURIComponent(spelled.fingerprint)}`);
    await bare.click('.pinned button[data-verdict=same]');
    await bare.keyboard.type('one village');
    await bare.keyboard.press('Enter');
    await bare.waitForSelector('.pinned .made');
    await bare.click('nav a[data-view=review]');
    await bare.waitForSelector('#toml', { state: 'attached' });
    const made = await bare.inputValue('#toml');
    expect(made.includes('verdict = "same"\nnames = [') && made.includes('verdict = "accept"') === Boolean(spelled.joined), `the decision on spellings is: ${made}`);
  } else {
    await bare.goto(url);
    await bare.waitForSelector('main h2');
  }
  await bare.context().close();

  // Without scripting there is something to read.
  const still = await open({ javaScriptEnabled: false });
  await still.goto(url);
  expect((await still.textContent('main')).includes('report'), 'without scripting the page is empty');
  await still.context().close();
} catch (error) {
  faults.push(error.message);
} finally {
  await browser.close();
}

for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `${file}: holds` : `${file}: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
