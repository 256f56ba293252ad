// Try it, the maps of the layers and the way back through the steps: by mouse and by keys, in both languages.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InspectionPicture, TrainingState } from '../src/protocol';
import { available, stand, TONGUES, WAIT } from './studio';

const runs = mkdtempSync(join(tmpdir(), 'percept-runs-'));
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${runs}`;
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const table = join(runs, 'points.csv');
const recipe = join(runs, 'points.toml');
writeFileSync(table, ['x,y,class', ...Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${i % 7 > 3 ? 'high' : 'low'}`)].join('\n'));
writeFileSync(recipe, `name = "points"\n[data]\nsource = "csv:${table}"\n[model]\nlayers = ["linear 4", "tanh", "linear 2"]\n[train]\nepochs = 1\n`);

describe.skipIf(!available || !process.env['PERCEPT_STUDIO_COMMAND']).each(TONGUES)('try it (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  beforeAll(async () => {
    page = at.page;
    execFileSync(`/proc/${at.studio.process}/exe`, ['train', recipe, '--runs', runs], { stdio: 'ignore' });
    await page.goto(`${at.studio.url}?lab=training&lang=${lang}&session=try-${lang}`);
    await page.waitForSelector('[data-panel="2"]');
  });
  afterAll(async () => { if (await at.button(t('train.stop')).isEnabled()) await at.button(t('train.stop')).click(); });
  const state = () => page.evaluate(() => window.__heard.state as unknown as TrainingState);
  const head = () => page.evaluate(() => window.__heard.heads['inspection'] as unknown as InspectionPicture | undefined);
  const tried = () => at.panel('try');
  const unfold = (name: string) => at.panel(name).locator('.fold').click();
  const drag = async (from: [number, number], ...to: [number, number][]) => {
    const pad = tried().locator('.pad canvas');
    const spots = [];
    for (const [x, y] of [from, ...to]) spots.push(await at.spot(pad, x, y));
    await page.mouse.move(spots[0]!.x, spots[0]!.y);
    await page.mouse.down();
    for (const { x, y } of spots.slice(1)) await page.mouse.move(x, y, { steps: 6 });
    await page.mouse.up();
  };

  it('says why a run of points has nothing to try', async () => {
    await page.getByRole('option', { name: /points-1/ }).click();
    await unfold('try');
    await expect.poll(() => tried().getByRole('alert').textContent(), WAIT).toContain(lang === 'fr' ? 'non des images' : 'no pictures');
  });

  it('answers a drawn digit while the run trains', async () => {
    const start = at.panel('start');
    await start.getByRole('combobox').first().selectOption('lenet');
    await start.getByRole('textbox', { name: t('train.epochs'), exact: true }).fill('200');
    await at.button(t('train.start')).click();
    await expect.poll(async () => (await state()).run?.live && (await state()).run?.name, WAIT).toBe('lenet-1');
    await expect.poll(async () => (await head())?.weights, WAIT).toBe('live');
    await drag([0.5, 0.15], [0.5, 0.85]);
    await expect.poll(async () => (await head())?.name, WAIT).toBe(t('train.try.drawn'));
    await expect.poll(() => tried().locator('tbody tr').count(), WAIT).toBe(10);
    expect(await tried().locator('tbody tr.best').count()).toBe(1);
    await expect.poll(() => tried().getByTestId('answer').textContent(), { timeout: 60_000 }).toBe('1');
    const before = (await head())!;
    await expect.poll(async () => (await head())!.step, WAIT).toBeGreaterThan(before.step);
    expect((await head())!.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  });

  it('draws by keys too', async () => {
    await at.button(t('pad.clear')).click();
    const before = (await head())!.version;
    await at.key(tried().getByRole('application'), 'Enter', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await expect.poll(async () => (await head())!.version, WAIT).toBeGreaterThan(before);
  });

  it('says that a dropped text is no picture, and goes on', async () => {
    const drop = (name: string, bytes: number[], type: string) => page.evaluate(([name, bytes, type]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes as number[])], name as string, { type: type as string }));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, [name, bytes, type] as const);
    await drop('notes.txt', [...Buffer.from('no picture')], 'text/plain');
    await expect.poll(() => tried().getByRole('alert').textContent(), WAIT).toContain('notes.txt');
    await drop('cmyk.jpg', [...readFileSync(new URL('files/cmyk.jpg', import.meta.url))], 'image/jpeg');
    await expect.poll(async () => (await head())!.name, WAIT).toBe('cmyk.jpg');
    await expect.poll(() => tried().getByRole('alert').count(), WAIT).toBe(0);
  });

  it('shows an example by its number, and its truth', async () => {
    await at.type(tried().getByRole('textbox', { name: t('train.try.example') }), '3');
    await expect.poll(async () => (await head())!.name, WAIT).toBe('digits:test#3');
    expect((await head())!.truth).toMatch(/^\d$/);
    await at.type(tried().getByRole('textbox', { name: t('train.try.example') }), '99999999');
    await expect.poll(() => tried().getByRole('alert').textContent(), WAIT).toContain('99');
    await at.type(tried().getByRole('textbox', { name: t('train.try.example') }), '3');
    await expect.poll(() => tried().getByRole('alert').count(), WAIT).toBe(0);
  });

  it('shows the maps and kernels of the step, with numbers by mouse and by keys', async () => {
    await unfold('maps');
    const maps = at.panel('maps');
    await expect.poll(async () => (await head())!.layers.length, WAIT).toBeGreaterThan(6);
    expect((await head())!.filters.length).toBe(2);
    const kernels = maps.getByRole('application').first();
    await at.key(kernels, 'ArrowRight');
    await expect.poll(() => maps.locator('[aria-live]').first().textContent(), WAIT).toMatch(/1.*1.*1/);
    const first = await maps.locator('[aria-live]').first().textContent();
    await at.press('ArrowRight');
    await expect.poll(() => maps.locator('[aria-live]').first().textContent(), WAIT).not.toBe(first);
    await at.click_at(maps.locator('canvas').nth(2), 0.05, 0.1);
    await expect.poll(() => maps.locator('[aria-live]').nth(2).textContent(), WAIT).toMatch(/\d/);
    const step = (await head())!.step;
    await expect.poll(async () => (await head())!.step, WAIT).toBeGreaterThan(step);
  });

  it('goes back to the weights of an earlier step, and to the newest by a key', async () => {
    await expect.poll(async () => (await head())!.snapshots.length, WAIT).toBeGreaterThan(3);
    const slider = tried().getByRole('slider');
    await at.key(slider, 'Home');
    await expect.poll(async () => (await head())!.wound, WAIT).toBe(true);
    expect((await head())!.step).toBe((await head())!.snapshots[0]);
    await expect.poll(() => tried().getByTestId('wound').textContent(), WAIT).toContain(at.figure((await head())!.step));
    await at.press('Escape');
    await expect.poll(async () => (await head())!.wound, WAIT).toBe(false);
  });

  it('asks the training for nothing once the panels are folded', async () => {
    expect(await at.violations(page)).toEqual([]);
    await unfold('maps');
    await unfold('try');
    await page.waitForTimeout(300);
    const version = (await head())!.version;
    await page.waitForTimeout(600);
    expect((await head())!.version).toBe(version);
    await unfold('try');
    await expect.poll(async () => (await head())!.version, WAIT).toBeGreaterThan(version);
  });

  it('is for everyone: narrow windows and 200 % text', async () => {
    await unfold('maps');
    for (const [width, height] of [[700, 900], [360, 740], [1280, 900]] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  });
});
