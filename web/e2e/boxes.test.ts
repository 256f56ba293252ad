// Pictures with boxes in the training lab: three drawn here, and where there are any, the blood cells of BCCD.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { available, stand, TONGUES, WAIT } from './studio';

const folder = mkdtempSync(join(tmpdir(), 'percept-boxes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${join(folder, 'runs')}`;

type Square = [name: string, left: number, top: number, right: number, bottom: number];
const PICTURES: Record<string, Square[]> = {
  one: [['disc', 20, 20, 80, 80], ['bar', 120, 20, 180, 40]],
  three: [['bar', 10, 10, 60, 30]],
  two: [['disc', 40, 30, 100, 90]],
};
const CSV = [
  'image,class,score,left,top,right,bottom',
  'one,disc,0.9,20,20,80,80', // right
  'one,bar,0.6,100,80,180,100', // wrong, and the true one is missed
  'two,disc,0.8,40,30,100,60', // half of it
  'three,bar,0.3,10,10,60,30', // right, of a small score
].join('\n');
const csv = (text: string) => ({ name: 'found.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

/** The folder, its pictures drawn by the browser. */
async function draw(page: Page): Promise<void> {
  for (const part of ['Annotations', 'JPEGImages']) mkdirSync(join(folder, part), { recursive: true });
  for (const [name, squares] of Object.entries(PICTURES)) {
    const png = await page.evaluate((drawn) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [200, 120];
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#dde';
      context.fillRect(0, 0, 200, 120);
      context.fillStyle = '#445';
      for (const [, left, top, right, bottom] of drawn) context.fillRect(left, top, right - left, bottom - top);
      return canvas.toDataURL('image/png').split(',')[1]!;
    }, squares);
    writeFileSync(join(folder, 'JPEGImages', `${name}.png`), Buffer.from(png, 'base64'));
    const objects = squares.map(([label, left, top, right, bottom]) => `<object><name>${label}</name><bndbox><xmin>${left}</xmin><ymin>${top}</ymin><xmax>${right}</xmax><ymax>${bottom}</ymax></bndbox></object>`);
    writeFileSync(join(folder, 'Annotations', `${name}.xml`), `<annotation><size><width>200</width><height>120</height></size>${objects.join('')}</annotation>`);
  }
  writeFileSync(join(folder, 'Annotations', 'torn.xml'), '<annotation>');
}

describe.skipIf(!available).each(TONGUES)('boxes (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  const panel = () => at.panel('boxes');
  const field = () => panel().getByRole('textbox', { name: t('boxes.folder'), exact: true });
  const sheet = () => panel().getByRole('application');
  const told = () => panel().locator('.told').textContent();
  const list = () => panel().getByRole('listbox', { name: t('boxes.pictures') });
  const chosen = () => list().locator('[aria-selected="true"] .name').textContent();
  const loaded = () => expect.poll(() => sheet().getAttribute('data-loaded'), WAIT).toBe('true');
  const map = (value: number) => expect.poll(() => panel().getByTestId('map').textContent(), WAIT).toContain(at.figure(value));
  /** The colour at a place of the picture. */
  const ink = (x: number, y: number) => panel().locator('canvas').evaluate((canvas: HTMLCanvasElement, [x, y]) => Array.from(canvas.getContext('2d')!.getImageData(Math.round((x! / 200) * canvas.width), Math.round((y! / 120) * canvas.height), 1, 1).data.slice(0, 3)), [x, y]);
  beforeAll(async () => {
    page = at.page;
    await draw(page);
    await page.goto(`${at.studio.url}?lab=training&lang=${lang}&session=boxes-${lang}`);
    await page.waitForSelector('[data-name="boxes"]');
  });

  it('is closed at first, and says what there is not', async () => {
    expect(await field().count()).toBe(0);
    await at.key(panel().getByRole('button', { name: t('boxes'), exact: true }), 'Enter');
    await expect.poll(() => panel().textContent(), WAIT).toContain(t('boxes.none'));
    await at.type(field(), '/no/such/folder');
    await expect.poll(() => panel().getByRole('alert').textContent(), WAIT).toContain('/no/such/folder');
    await at.type(field(), '; rm -rf ~ "\u0000«');
    await expect.poll(() => panel().getByRole('alert').textContent(), WAIT).toContain('rm -rf');
    await field().fill(folder);
    await panel().getByRole('combobox', { name: t('boxes.part') }).selectOption('val');
    await at.button(t('boxes.open')).click();
    await expect.poll(() => panel().getByRole('alert').textContent(), WAIT).toContain('val');
    await panel().getByRole('combobox', { name: t('boxes.part') }).selectOption('');
  });

  it('shows the annotation: names, boxes, what is wrong with the folder', async () => {
    await at.button(t('boxes.open')).click();
    await expect.poll(() => list().getByRole('option').count(), WAIT).toBe(3);
    expect(await panel().getByRole('alert').count()).toBe(0);
    expect(await list().getByRole('option').first().textContent()).toContain(t('boxes.row', { boxes: 2 }));
    await loaded();
    expect(await chosen()).toBe('one');
    expect(await panel().locator('.twin').textContent()).toContain('bar 1, disc 1');
    expect(await ink(50, 50)).toEqual([0x44, 0x44, 0x55]); // the picture itself
    expect(await ink(100, 100)).toEqual([0xdd, 0xdd, 0xee]);
    await panel().getByText(t('boxes.flaws', { n: 1 })).click();
    expect(await panel().locator('li').textContent()).toContain('torn.xml');
  });

  it('tells of a box by mouse and by keys', async () => {
    await at.key(sheet(), 'ArrowRight');
    await expect.poll(told, WAIT).toContain(`disc, ${t('boxes.state.true')}`);
    await at.press('ArrowRight');
    await expect.poll(told, WAIT).toContain(t('boxes.size', { width: 60, height: 20, x: 120, y: 20 }));
    await at.press('Escape');
    await expect.poll(told, WAIT).toBe(t('boxes.keys'));
    const { x, y } = await at.spot(panel().locator('canvas'), 150 / 200, 30 / 120);
    await page.mouse.move(x, y);
    await expect.poll(told, WAIT).toContain('bar');
  });

  it('goes from picture to picture by keys and by mouse', async () => {
    await at.key(list(), 'ArrowDown');
    await expect.poll(chosen, WAIT).toBe('three');
    await at.press('End');
    await expect.poll(chosen, WAIT).toBe('two');
    await list().getByRole('option').first().click();
    await expect.poll(chosen, WAIT).toBe('one');
    await loaded();
  });

  it('switches a class off and on', async () => {
    const box = panel().getByRole('checkbox', { name: 'disc' });
    await sheet().scrollIntoViewIfNeeded();
    const edge = await ink(20, 50);
    expect(edge).not.toEqual([0xdd, 0xdd, 0xee]);
    await box.uncheck();
    await at.key(sheet(), 'ArrowRight');
    await expect.poll(told, WAIT).toContain('bar'); // the keys pass over what is not drawn
    expect(await ink(20, 50)).not.toEqual(edge);
    await at.key(box, ' ');
    await expect.poll(() => ink(20, 50), WAIT).toEqual(edge);
    await at.key(sheet(), 'Escape');
  });

  it('grows and shrinks', async () => {
    const cell = async () => Number(await sheet().getAttribute('data-cell'));
    const whole = await cell();
    await at.key(sheet(), '+', '+');
    await expect.poll(cell, WAIT).toBeGreaterThan(2 * whole);
    await at.press('0');
    await expect.poll(cell, WAIT).toBe(whole);
    await panel().getByRole('button', { name: t('conv.zoom.in') }).click();
    await expect.poll(cell, WAIT).toBeGreaterThan(whole);
    await panel().getByRole('button', { name: t('conv.zoom.all') }).click();
  });

  it('refuses a table with letters for numbers, and says where', async () => {
    await panel().locator('input[type="file"]').setInputFiles(csv(`${CSV}\none,disc,high,0,0,1,1`));
    await expect.poll(() => panel().getByRole('alert').textContent(), WAIT).toContain('found.csv:6');
    await panel().locator('input[type="file"]').setInputFiles(csv('nonsense'));
    await expect.poll(() => panel().getByRole('alert').textContent(), WAIT).toContain('image,class,score');
    expect(await panel().getByTestId('map').count()).toBe(0);
  });

  it('holds detections against the annotation', async () => {
    await panel().locator('input[type="file"]').setInputFiles(csv(CSV));
    await expect.poll(() => panel().textContent(), WAIT).toContain(t('boxes.taken', { name: 'found.csv', n: 4 }));
    expect(await panel().getByRole('alert').count()).toBe(0);
    // bar: wrong at 0.6, right at 0.3, of two: precision 1/2 up to recall 1/2. disc: both right.
    await map((0.25 + 1) / 2);
    await expect.poll(() => list().getByRole('option').allTextContents(), WAIT).toHaveLength(3);
    const rows = await list().locator('.name').allTextContents();
    expect(rows).toEqual(['one', 'three', 'two']); // two mistakes, one, none
    await expect.poll(() => panel().locator('.twin').textContent(), WAIT).toContain(t('boxes.twin.compared', { name: 'one', boxes: 2, missed: 1, hits: 1, wrong: 1 }));
    await at.key(sheet(), 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await expect.poll(told, WAIT).toContain(t('boxes.told.score', { score: at.figure(0.9) }));
    expect(await told()).toContain(t('boxes.told.overlap', { overlap: 1 }));
  });

  it('asks for more overlap, and for smaller scores', async () => {
    await at.type(panel().getByRole('textbox', { name: t('boxes.overlap') }), at.figure(0.55)); // more than the half of "two"
    await map((0.25 + 0.5) / 2);
    await at.key(panel().getByRole('slider', { name: t('boxes.overlap') }), 'Home');
    await map((0.25 + 1) / 2);
    await at.type(panel().getByRole('textbox', { name: t('boxes.score') }), at.figure(0.2));
    await expect.poll(() => list().getByRole('option', { name: /three/ }).textContent(), WAIT).toContain(t('boxes.row.compared', { boxes: 1, missed: 0, wrong: 0 }));
    await at.type(panel().getByRole('textbox', { name: t('boxes.score') }), '7');
    expect(await panel().getByRole('alert').count()).toBe(1);
    await at.press('Escape');
  });

  it('is the same after the page was loaded again', async () => {
    await page.reload();
    await page.waitForSelector('[data-name="boxes"]');
    await panel().getByRole('button', { name: t('boxes'), exact: true }).click();
    await expect.poll(() => field().inputValue(), WAIT).toBe(folder);
    await expect.poll(() => panel().textContent(), WAIT).toContain('found.csv');
    await loaded();
  });

  it('is for everyone: axe, a narrow window', async () => {
    expect(await at.violations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await at.violations(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('goes back to the annotation alone', async () => {
    await at.button(t('boxes.forget')).click();
    await expect.poll(() => panel().getByTestId('map').count(), WAIT).toBe(0);
    await expect.poll(() => panel().locator('.twin').textContent(), WAIT).toContain('bar 1, disc 1');
  });

  const archive = join(process.env['PERCEPT_DATA'] ?? '', 'bccd.tar.gz');
  it.skipIf(!process.env['PERCEPT_DATA'] || !existsSync(archive))('shows the blood cells of BCCD (PERCEPT_DATA)', async () => {
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    await at.type(field(), join(folder, 'BCCD'));
    await expect.poll(() => panel().textContent(), WAIT).toContain(t('boxes.summary', { pictures: 364, boxes: 4888, folder: join(folder, 'BCCD') }));
    await loaded();
    expect(await list().getByRole('option').count()).toBe(200);
    await at.key(list(), 'End'); // on the second page of the list
    await expect.poll(() => list().getByRole('option').count(), WAIT).toBe(164);
    await loaded();
    expect(await panel().getByText(t('boxes.flaws', { n: 2 })).count()).toBe(1);
  });
});
