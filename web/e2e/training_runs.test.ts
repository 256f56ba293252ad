// Runs side by side: chosen by mouse and by keys, seeds as a band, reports, plots as files, and whatever a note may hold.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make_run } from './made_runs';
import { available, stand, TONGUES, WAIT } from './studio';

const runs = mkdtempSync(join(tmpdir(), 'percept-compared-'));
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${runs}`;
[1, 2, 3].forEach((seed) => make_run(runs, `made-${seed}`, { seed, began: `2026-01-0${seed}T00:00:00Z` }));
make_run(runs, 'made-4', { seed: 1, lr: 0.2, began: '2026-01-04T00:00:00Z', tags: ['<script>'], note: '<script>document.title = "taken"</script>' });
afterAll(() => rmSync(runs, { recursive: true, force: true }));

describe.skipIf(!available || !process.env['PERCEPT_STUDIO_COMMAND']).each(TONGUES)('runs side by side (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  beforeAll(async () => {
    page = at.page;
    await page.goto(`${at.studio.url}?lab=training&lang=${lang}&session=compared-${lang}`);
    await page.waitForSelector('[data-name="compare"]');
  });
  const compare = () => at.panel('compare');
  const list = () => page.getByRole('list', { name: t('compare.list') });
  const chart = () => compare().getByRole('application');
  const lines = () => chart().locator('svg path[stroke-width="2.2"]').count();
  const saved = async (kind: 'csv' | 'svg' | 'png'): Promise<Buffer> => {
    await compare().getByRole('button', { name: new RegExp(t('plot.save')) }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), at.button(t(`plot.save.${kind}`)).click()]);
    expect(file.suggestedFilename()).toBe(`compare-loss.${kind}`);
    return readFileSync(await file.path());
  };

  it('says how runs are chosen, and takes them by keys', async () => {
    expect(await compare().textContent()).toContain(t('compare.choose'));
    const box = page.getByRole('listbox', { name: t('train.runs') });
    await expect.poll(() => box.getByRole('option').count(), WAIT).toBe(4);
    await at.key(box, 'Home');
    await expect.poll(() => page.locator('[data-name="steer"]').count(), WAIT).toBe(1);
    await at.press('Space');
    await expect.poll(() => list().getByRole('listitem').count(), WAIT).toBe(1);
  });

  it('chooses them in the table, by J and Space and by mouse', async () => {
    await at.button(t('train.table')).click();
    const region = page.getByRole('dialog').getByRole('region', { name: t('train.table') });
    await at.key(region, 'j');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-run')), WAIT).toBe('made-4');
    await at.press('Space');
    await at.press('j');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-run')), WAIT).toBe('made-3');
    await at.press('Space');
    for (const name of ['made-1', 'made-2']) await page.getByRole('checkbox', { name: t('train.choose.one', { run: name }) }).click();
    await at.button(t('compare.these', { n: 4 })).click();
    await expect.poll(() => list().getByRole('listitem').count(), WAIT).toBe(4);
  });

  it('draws seeds as one band with their number, and single lines where that is wished', async () => {
    await expect.poll(lines, WAIT).toBe(2);
    expect(await list().textContent()).toContain(t('compare.seeds', { n: 3 }));
    await compare().getByRole('checkbox', { name: t('compare.bands') }).uncheck();
    await expect.poll(lines, WAIT).toBe(4);
    await compare().getByRole('checkbox', { name: t('compare.bands') }).check();
    await expect.poll(lines, WAIT).toBe(2);
    const settings = compare().getByRole('region', { name: t('compare.settings') });
    expect(await settings.locator('tbody th').allTextContents()).toEqual(['seed', 'train.optimizer.lr']);
    const results = await compare().getByRole('region', { name: t('compare.results') }).locator('tbody tr').allTextContents();
    expect(results).toHaveLength(2);
    expect(results.some((row) => row.includes('–'))).toBe(true);
  });

  it('hides and stars by X and S, goes on by J and K', async () => {
    const box = (name: string) => list().getByRole('checkbox', { name: new RegExp(name) });
    const first = await list().getByRole('listitem').first().getAttribute('data-run');
    await at.key(box(first!), 'x');
    await expect.poll(() => box(first!).isChecked(), WAIT).toBe(false);
    await at.press('j');
    await at.press('k');
    await at.press('x');
    await expect.poll(() => box(first!).isChecked(), WAIT).toBe(true);
    await at.press('s');
    await expect.poll(() => list().getByRole('button', { name: t('train.star', { run: first! }) }).getAttribute('aria-pressed'), WAIT).toBe('true');
  });

  it('goes by epoch and by seconds, and reads its values by keys', async () => {
    const by = compare().getByRole('combobox', { name: t('compare.by') });
    for (const [value, key, last] of [['seconds', 'compare.seconds', '4'], ['epoch', 'epoch', '4'], ['step', 'train.step', '40']] as const) {
      await by.selectOption(value);
      await at.key(chart(), 'End');
      await expect.poll(() => compare().locator('[aria-live]').first().textContent(), WAIT).toMatch(new RegExp(`^${t(key)} ${last}: `));
    }
    await at.press('ArrowLeft');
    await expect.poll(() => compare().locator('[aria-live]').first().textContent(), WAIT).toContain('39');
  });

  it('saves its plot as numbers, drawing and picture', async () => {
    const rows = (await saved('csv')).toString().trim().split('\r\n');
    expect(rows[0]).toContain('least');
    expect(rows.length).toBeGreaterThan(80);
    expect((await saved('svg')).toString()).toMatch(/^<svg [^]*<\/svg>$/);
    expect((await saved('png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('reports on a run in a page in which a note stays text', async () => {
    await page.getByRole('option', { name: /made-4/ }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), at.button(t('report.save')).click()]);
    expect(file.suggestedFilename()).toBe('made-4.html');
    const html = readFileSync(await file.path(), 'utf8');
    expect(html).toContain(`<html lang="${lang}">`);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
    const other = await page.context().newPage();
    await other.setContent(html);
    expect(await other.title()).toContain('made-4');
    expect(await other.locator('svg').count()).toBeGreaterThan(1);
    expect(await at.violations(other)).toEqual([]);
    await other.close();
  });

  it('is for everyone: axe, narrow windows, 200 % text', async () => {
    expect(await at.violations(page)).toEqual([]);
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
