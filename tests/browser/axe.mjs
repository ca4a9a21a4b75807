// axe-core, put into a page by the debugging protocol, which the page's content-security policy does not concern.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs every rule of axe-core on a page. */
export class AxeBuilder {
  constructor(page) {
    this.page = page;
  }

  async analyze() {
    await this.page.evaluate(source);
    return this.page.evaluate(() => window.axe.run());
  }
}
