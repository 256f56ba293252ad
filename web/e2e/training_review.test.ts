// The training lab's review: what a network does on examples and how its layers are, by mouse and by keys, in both languages.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingState } from '../src/protocol';
import { available, stand, TONGUES } from './studio';

const WAIT = { timeout: 20_000 };
const runs = mkdtempSync(join(tmpdir(), 'percept-review-'));
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${runs}`;
afterAll(() => rmSync(runs, { recursive: true, force: true }));

describe.skipIf(!available || !process.env['PERCEPT_STUDIO_COMMAND']).each(TONGUES)('the review of a run (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  let running = 0;
  const train = (...words: string[]) => execFileSync(`/proc/${at.studio.process}/exe`, ['train', ...words, '--runs', runs], { stdio: 'ignore' });
  const choose = async (run: string) => {
    await page.getByRole('option', { name: new RegExp(run) }).click();
    await expect.poll(() => page.evaluate(() => (window.__heard.state as unknown as TrainingState).run?.name), WAIT).toBe(run);
  };
  const fold = (name: string) => at.panel(name).locator('.fold');
  const asked = () => page.evaluate(() => window.__heard.sent.filter((each) => each['ask'] === 'review').length);
  const looked = (panel: string) => expect.poll(() => at.panel(panel).getByRole('status').first().textContent(), WAIT).toMatch(/exemples de|examples of/);

  beforeAll(async () => {
    page = at.page;
    train('linear', 'train.epochs=1', 'data.limit=300');
    const layers = ['"flatten"', ...Array.from({ length: 8 }, () => '"linear 64", "sigmoid"'), '"linear 10"'].join(', ');
    const deep = join(runs, 'deep.toml');
    writeFileSync(deep, `name = "deep"\n[data]\nsource = "digits"\nlimit = 100\n[model]\nlayers = [${layers}]\n[train]\nepochs = 1\n`);
    train(deep);
    writeFileSync(join(runs, 'line.csv'), `x,y\n${Array.from({ length: 200 }, (_, i) => `${i / 100},${i / 50}`).join('\n')}\n`);
    const line = join(runs, 'line.toml');
    writeFileSync(line, `name = "line"\n[data]\nsource = "csv:${join(runs, 'line.csv')}"\n[model]\nlayers = ["linear 4", "relu", "linear 1"]\n[train]\nloss = "mean_squared_error"\nepochs = 1\n`);
    train(line);
    await page.goto(`${at.studio.url}?lab=training&lang=${lang}&session=review-${lang}`);
    await page.waitForSelector('[data-panel="2"]');
  });
  afterAll(() => {
    if (running) process.kill(running, 'SIGKILL');
  });

  it('computes nothing while its panels are closed', async () => {
    await choose('linear-1');
    expect(await fold('examples').getAttribute('aria-expanded')).toBe('false');
    expect(await fold('layers').getAttribute('aria-expanded')).toBe('false');
    expect(await asked()).toBe(0);
  });

  it('shows what the network takes for what, and the examples of a cell', async () => {
    await at.key(fold('examples'), 'Enter');
    await looked('examples');
    const cells = at.panel('examples').locator('td button');
    expect(await cells.count()).toBe(100);
    const counts = (await cells.allTextContents()).map((text) => Number(text.replace(/\D/g, '')));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(1000);
    const wrong = counts.findIndex((n, i) => n > 0 && i % 11 !== 0);
    expect(wrong).toBeGreaterThanOrEqual(0);
    await cells.nth(wrong).click();
    const lists = at.panel('examples').locator('ul');
    await expect.poll(() => lists.count(), WAIT).toBe(3);
    await expect.poll(() => lists.first().locator('li').count(), WAIT).toBe(Math.min(24, counts[wrong]!));
    await at.key(cells.nth(wrong), 'Enter');
    await expect.poll(() => lists.count(), WAIT).toBe(2);
    expect(await lists.first().locator('li').count()).toBe(20);
    // The picture is one: not all of its pixels are alike.
    expect(await lists.first().locator('canvas').first().evaluate((canvas: HTMLCanvasElement) => new Set(canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data).size)).toBeGreaterThan(3);
    await at.panel('examples').locator('summary').last().click();
    await expect.poll(() => at.panel('examples').locator('ul').last().locator('li').count(), WAIT).toBe(64);
  });

  it('takes another set and number of examples, and says what there is not', async () => {
    await at.type(at.panel('examples').getByRole('textbox'), '200');
    await expect.poll(() => at.panel('examples').getByRole('status').first().textContent(), WAIT).toMatch(/^200 /);
    await at.type(at.panel('examples').getByRole('textbox'), '7');
    expect(await at.panel('examples').getByRole('alert').count()).toBe(1);
    await at.press('Escape');
    await at.panel('examples').getByRole('combobox').selectOption('val');
    await expect.poll(() => at.panel('examples').getByRole('alert').textContent(), WAIT).toContain('data.holdout');
    await at.panel('examples').getByRole('combobox').selectOption('test');
    await expect.poll(() => at.panel('examples').getByRole('alert').count(), WAIT).toBe(0);
  });

  it('warns of gradients that vanish, and of nothing where nothing is wrong', async () => {
    await fold('layers').click();
    await looked('layers');
    await expect.poll(() => at.panel('layers').textContent(), WAIT).toContain(t('train.review.quiet'));
    await choose('deep-1');
    await expect.poll(async () => ((await at.panel('layers').locator('.alarm').count()) > 0 ? at.panel('layers').locator('.alarm').first().textContent() : ''), WAIT).toMatch(lang === 'fr' ? /évanescents/ : /Vanishing/);
    expect(await at.panel('layers').locator('tbody tr').count()).toBe(18);
    expect(await at.violations(page)).toEqual([]);
  });

  it('draws a histogram of any parameter', async () => {
    await at.panel('layers').getByRole('combobox').last().selectOption('1.weight');
    await expect.poll(() => at.panel('layers').locator('svg rect').count(), WAIT).toBe(40);
    expect(await at.panel('layers').locator('svg').getAttribute('aria-label')).toContain('1.weight');
    await at.panel('layers').locator('summary').last().click();
    await expect.poll(() => at.panel('layers').locator('details table tbody tr').count(), WAIT).toBe(40);
  });

  it('says what a network that learns numbers lacks', async () => {
    await choose('line-1');
    await expect.poll(() => at.panel('examples').textContent(), WAIT).toContain(t('train.review.regression'));
    await expect.poll(() => at.panel('layers').locator('tbody tr').count(), WAIT).toBe(3);
    expect(await at.violations(page)).toEqual([]);
  });

  it('looks again and again at a training that goes on, with its updates', async () => {
    running = Number(execFileSync('/bin/sh', ['-c', '"$0" train linear train.epochs=4000 --runs "$1" >/dev/null 2>&1 & echo $!', `/proc/${at.studio.process}/exe`, runs], { encoding: 'utf8' }));
    await choose('linear-2');
    const said = () => at.panel('layers').getByRole('status').first().textContent();
    await expect.poll(said, { timeout: 30_000 }).toContain(t('train.review.of.live', { n: '', data: '', step: '' }).split(',')[1]!.trim().slice(0, 12));
    await at.panel('layers').getByRole('checkbox').check();
    await expect.poll(said, WAIT).toMatch(/\d/);
    const before = await said();
    await expect.poll(said, { timeout: 30_000 }).not.toBe(before);
    await expect.poll(() => at.panel('layers').locator('td.bar').first().textContent(), WAIT).toMatch(/\d/);
  });

  it('stops where its panels are closed', async () => {
    await fold('layers').click();
    await fold('examples').click();
    await page.waitForTimeout(1500);
    const asks = await page.evaluate(() => window.__heard.sent.map((each) => each['ask']));
    expect(asks.lastIndexOf('stop_review')).toBeGreaterThan(asks.lastIndexOf('review'));
  });

  it('fits a narrow window and 200 % text', async () => {
    await fold('layers').click();
    await looked('layers');
    for (const [width, height] of [[700, 900], [360, 740]] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  });
});
