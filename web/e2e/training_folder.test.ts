// A folder of images of the reader's own becomes the data of a training: chosen, dropped, broken off.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { available, stand, TONGUES, WAIT } from './studio';

const folder = mkdtempSync(join(tmpdir(), 'percept-folder-'));
const runs = join(folder, 'runs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${runs}`;
const CLASSES = ['dark', 'light'];
const EACH = 8;

/** The images, drawn by the browser; one of them is none. */
async function draw(page: Page, shades: string): Promise<void> {
  for (const [k, name] of CLASSES.entries()) {
    mkdirSync(join(folder, shades, name), { recursive: true });
    for (let i = 0; i < EACH; ++i) {
      const png = await page.evaluate((grey) => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [20, 12];
        const context = canvas.getContext('2d')!;
        context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
        context.fillRect(0, 0, 20, 12);
        return canvas.toDataURL('image/png').split(',')[1]!;
      }, 150 * k + 10 * i);
      writeFileSync(join(folder, shades, name, `${i}.png`), Buffer.from(png, 'base64'));
    }
  }
  writeFileSync(join(folder, shades, 'dark', 'torn.jpg'), 'no picture');
  writeFileSync(join(folder, shades, 'notes.txt'), 'of no class');
  mkdirSync(join(folder, 'bare'), { recursive: true });
  writeFileSync(join(folder, 'bare', 'notes.txt'), 'no picture');
}

describe.skipIf(!available).each(TONGUES)('a folder of images (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  const shades = `shades-${lang}`;
  let page: Page;
  const zone = () => page.getByRole('group', { name: t('folder'), exact: true });
  const says = (text: string) => expect.poll(() => zone().textContent(), WAIT).toContain(text);
  const choose = (name: string) => zone().locator('input[type="file"]').setInputFiles(join(folder, name));
  /** As the hand does it, from outside the browser. */
  const drop = async (...names: string[]) => {
    await zone().scrollIntoViewIfNeeded();
    const { x, y } = await at.spot(zone(), 0.5, 0.5);
    const line = await page.context().newCDPSession(page);
    const data = { items: [], files: names.map((name) => join(folder, name)), dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await line.send('Input.dispatchDragEvent', { type, x, y, data });
    await line.detach();
  };
  const data = () => page.getByRole('combobox', { name: t('train.data'), exact: true });
  beforeAll(async () => {
    page = at.page;
    await draw(page, shades);
    await page.goto(`${at.studio.url}?lab=training&lang=${lang}&session=folder-${lang}`);
    await zone().waitFor();
  });

  it('says what is wrong with a folder of no images', async () => {
    await choose('bare');
    await expect.poll(() => zone().getByRole('alert').textContent(), WAIT).toBe(t('folder.none'));
    expect(await zone().getByRole('button', { name: t('folder.send') }).count()).toBe(0);
    await drop(`${shades}/dark/0.png`);
    await expect.poll(() => zone().getByRole('alert').textContent(), WAIT).toBe(t('folder.loose_only'));
  });

  it('counts classes and images', async () => {
    await choose(shades);
    await says(t('folder.found', { name: shades, classes: 2, images: 2 * EACH + 1, mb: '' }).split(',')[0]!);
    await says(t('folder.others', { n: 1 }));
    expect(await zone().getByRole('alert').count()).toBe(0);
    expect(await at.violations(page)).toEqual([]);
  });

  it('counts a folder that is dropped, and the folders of the classes', async () => {
    const images = (name: string) => t('folder.found', { name, classes: 2, images: 2 * EACH + 1, mb: '' }).split(',').slice(0, 2).join(',');
    await drop(`${shades}/light`);
    await expect.poll(() => zone().getByRole('alert').textContent(), WAIT).toBe(t('folder.loose_only'));
    await drop(`${shades}/light`, `${shades}/dark`);
    await says(images('images'));
    await drop(shades);
    await says(images(shades));
    await says(t('folder.others', { n: 1 }));
  });

  it('forgets it by keys, and takes it anew', async () => {
    await at.key(zone().getByRole('button', { name: t('folder.cancel') }), 'Enter');
    await says(t('folder.drop'));
    await choose(shades);
    await zone().getByRole('button', { name: t('folder.send') }).waitFor();
  });

  it('leaves nothing of one that is broken off', async () => {
    for (const name of CLASSES) { // so many that there is time
      mkdirSync(join(folder, 'many', name), { recursive: true });
      for (let i = 0; i < 1000; ++i) copyFileSync(join(folder, shades, name, '0.png'), join(folder, 'many', name, `${i}.png`));
    }
    await choose('many');
    await zone().getByRole('button', { name: t('folder.send') }).click();
    await expect.poll(() => zone().getByRole('progressbar').count(), WAIT).toBe(1);
    await zone().getByRole('button', { name: t('folder.cancel') }).click();
    await says(t('folder.drop'));
    await expect.poll(() => existsSync(join(runs, '.data', '.half')), WAIT).toBe(false);
    expect(existsSync(join(runs, '.data', 'many'))).toBe(false);
    await choose(shades);
    await zone().getByRole('button', { name: t('folder.send') }).waitFor();
  });

  it('gives them to the studio, by keys, and says which are none', async () => {
    await at.key(zone().getByRole('button', { name: t('folder.send') }), 'Enter');
    await expect.poll(() => data().inputValue(), WAIT).toBe(`folder:${join(runs, '.data', shades)}`);
    await says(t('folder.taken', { classes: 2, images: 2 * EACH, channels: 3, height: 12, width: 20 }));
    await zone().getByText(t('folder.left_out', { n: 1 })).click();
    expect(await zone().locator('li').textContent()).toContain('dark/torn.jpg');
    expect(readdirSync(join(runs, '.data', shades)).sort()).toEqual(CLASSES);
    expect(existsSync(join(runs, '.data', '.half'))).toBe(false);
    expect(await at.violations(page)).toEqual([]);
  });

  it('trains from it', async () => {
    const ended = () => readdirSync(runs).filter((name) => existsSync(join(runs, name, 'best.safetensors'))).length;
    const before = ended();
    await page.getByRole('textbox', { name: t('train.epochs'), exact: true }).fill('2');
    await page.getByRole('button', { name: t('train.start'), exact: true }).click();
    await expect.poll(ended, { timeout: 60_000 }).toBe(before + 1);
    expect(await page.locator('.failed').count()).toBe(0);
  });

  it('keeps it for another time: used, deleted, and brought back by keys', async () => {
    const place = join(runs, '.data', shades);
    await page.getByText(t('folder.kept', { n: '' }).split(/[\s\u00a0]*:/)[0]!).click();
    await data().fill('');
    await at.key(page.getByRole('button', { name: t('folder.kept.use', { name: shades }), exact: true }), 'Enter');
    expect(await data().inputValue()).toBe(`folder:${place}`);
    const remove = page.getByRole('button', { name: t('folder.kept.delete', { name: shades }), exact: true });
    await at.key(remove, 'Enter');
    await expect.poll(() => remove.count(), WAIT).toBe(0);
    expect(existsSync(place)).toBe(false);
    expect(await at.violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(t('folder.undelete')); // not lost
    await page.keyboard.press('Enter');
    await remove.waitFor();
    expect(readdirSync(place).sort()).toEqual(CLASSES);
    rmSync(place, { recursive: true }); // by another hand
    await remove.click();
    await expect.poll(() => page.getByRole('alert').filter({ hasText: shades }).count(), WAIT).toBe(1);
    await expect.poll(() => remove.count(), WAIT).toBe(0);
  });

  it('stays in a narrow window', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await at.violations(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});
