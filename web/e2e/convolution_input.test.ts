// What a picture of one's own may be: chosen, dropped, pasted, drawn; whatever it is no picture is told, and the lab goes on.
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConvolutionState } from '../src/protocol';
import { available, setting_in, stand, WAIT } from './studio';

// ------------------------------------------------------------------------------------------------ files made here

const TABLE = Array.from({ length: 256 }, (_, byte) => { for (let k = 0; k < 8; ++k) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1; return byte >>> 0; });
const crc32 = (bytes: Buffer): number => (bytes.reduce((crc, byte) => TABLE[(crc ^ byte) & 255]! ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
const u32 = (...numbers: number[]): Buffer => { const bytes = Buffer.alloc(4 * numbers.length); numbers.forEach((number, i) => bytes.writeUInt32BE(number, 4 * i)); return bytes; };
const chunk = (name: string, data: Buffer): Buffer => { const body = Buffer.concat([Buffer.from(name), data]); return Buffer.concat([u32(data.length), body, u32(crc32(body))]); };
/** Colour types: 0 grey, 2 RGB, 6 RGBA. Each row begins with its filter, 0. */
function png(width: number, height: number, bits: number, colour: number, rows: Buffer, before: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk('IHDR', Buffer.concat([u32(width, height), Buffer.from([bits, colour, 0, 0, 0])])), before, chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
const GREY = png(2, 2, 8, 0, Buffer.from([0, 10, 20, 0, 30, 40]));
const FILES = {
  grey: GREY,
  of_16_bits: png(2, 1, 16, 0, Buffer.from([0, 0xff, 0xff, 0x80, 0x80])),
  with_alpha: png(2, 1, 8, 6, Buffer.from([0, 100, 100, 100, 255, 0, 0, 0, 0])), // the second is clear: white shows
  animated: png(2, 2, 8, 0, Buffer.from([0, 10, 20, 0, 30, 40]), chunk('acTL', u32(2, 0))),
  huge: png(20_000, 10_000, 8, 0, Buffer.from([0])),
  cmyk: readFileSync(new URL('files/cmyk.jpg', import.meta.url)),
  gif: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
  webp: Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64'),
  text: Buffer.from('once upon a time'),
  cut: GREY.subarray(0, 50),
  empty: Buffer.alloc(0),
};

describe.skipIf(!available).each(['en', 'fr'] as const)('a picture of one’s own (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  beforeAll(async () => {
    await at.page.goto(`${at.studio.url}?lab=convolution&lang=${lang}&session=input-${lang}`);
    page = at.page;
    await page.waitForSelector('[data-name="walk"] table');
    for (const side of [t('conv.rows'), t('conv.columns')]) await at.type(page.getByRole('textbox', { name: side, exact: true }), '1'); // pictures of two pixels fit
  });
  const state = () => page.evaluate(() => window.__heard.state as unknown as ConvolutionState);
  const says = (path: string, value: unknown) => expect.poll(async () => setting_in((await state()).settings, path), { ...WAIT, message: path }).toEqual(value);
  const own = (name: string) => expect.poll(async () => (await state()).own, WAIT).toBe(name);
  const numbers = () => at.numbers('input', 'convolution');
  const toasts = () => page.locator('.toast').allTextContents();
  const choose = (name: string, buffer: Buffer) => page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'image/png', buffer });
  const cell = (row: number, column: number) => at.panel('kernel').getByRole('textbox', { name: t('conv.cell', { row, column }), exact: true });
  const view = () => page.getByRole('application', { name: t('conv.input.label'), exact: true });
  /** A drop or a paste of files, as the browser makes it of what the reader does. */
  const hand = (kind: 'drop' | 'paste', name: string, type: string, bytes: Buffer, folder = false) => page.evaluate(([kind, name, type, text, folder]) => {
    const data = new DataTransfer();
    const file = new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type });
    data.items.add(file);
    if (folder) Object.defineProperty(File.prototype, 'arrayBuffer', { configurable: true, value: () => Promise.reject(new DOMException('a folder', 'NotReadableError')) });
    const event = kind === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }) : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector('[data-name="picture"]')!.dispatchEvent(event);
    return event.defaultPrevented;
  }, [kind, name, type, bytes.toString('base64'), folder] as const);

  it('is dropped, or pasted', async () => {
    expect(await hand('drop', 'dropped.png', 'image/png', FILES.grey)).toBe(true);
    await own('dropped.png');
    expect((await state()).given).toEqual([1, 2, 2]);
    expect(await hand('paste', 'pasted.png', 'image/png', FILES.of_16_bits)).toBe(true);
    await own('pasted.png');
    expect(await hand('paste', 'text.txt', 'text/plain', FILES.text)).toBe(false); // the browser's own affair
    expect((await state()).own).toBe('pasted.png');
  });

  it.each([['of_16_bits', [255, 128]], ['with_alpha', [100, 255]], ['animated', [10, 20, 30, 40]]] as const)('%s is read', async (name, expected) => {
    await choose(`${name}.png`, FILES[name]);
    await own(`${name}.png`);
    await expect.poll(numbers, WAIT).toEqual([...expected]);
    expect((await toasts()).some((text) => text.includes(lang === 'fr' ? 'animé' : 'animated'))).toBe(name === 'animated');
  });

  it('of printing colours (CMYK) becomes red, green and blue', async () => {
    await choose('cmyk.jpg', FILES.cmyk);
    await own('cmyk.jpg');
    expect((await state()).given).toEqual([3, 12, 16]);
    expect((await numbers())[8]).toBeGreaterThan(40);
  });

  const WRONG: [string, Buffer, RegExp, RegExp][] = [
    ['moving.gif', FILES.gif, /GIF.*PNG or JPEG; of an animation/s, /GIF.*PNG ou JPEG.*d'une animation/s],
    ['moving.webp', FILES.webp, /WebP.*PNG or JPEG/s, /WebP.*PNG ou JPEG/s],
    ['text.jpg', FILES.text, /neither PNG nor JPEG.*convert/s, /ni PNG ni JPEG.*convertissez/s],
    ['huge.png', FILES.huge, /20000 x 10000.*smaller/s, /20000 x 10000.*réduisez/s],
    ['cut.png', FILES.cut, /stops before its end/, /s'arrête avant sa fin/],
    ['empty.png', FILES.empty, /empty/, /vide/],
    ['large.png', Buffer.alloc(11_600_000), /larger than 11 MB.*smaller/s, /dépasse 11 Mo.*Réduisez/s],
  ];
  it.each(WRONG)('%s is refused with what to do, and the lab goes on', async (name, bytes, english, french) => {
    const before = await state();
    await choose(name, bytes);
    await expect.poll(async () => (await toasts()).join(' '), WAIT).toMatch(lang === 'fr' ? french : english);
    expect((await state()).own).toBe(before.own);
    await at.panel('kernel').getByRole('combobox').first().selectOption('sharpen');
    await says('preset', 'sharpen');
    await at.panel('kernel').getByRole('combobox').first().selectOption('identity');
    await says('preset', 'identity');
    await page.evaluate(() => document.querySelectorAll<HTMLElement>('.toast button').forEach((close) => close.click()));
  });

  it('is no folder', async () => {
    const before = (await state()).own;
    await hand('drop', 'folder', '', FILES.empty, true);
    await expect.poll(async () => (await toasts()).join(' '), WAIT).toContain(lang === 'fr' ? 'dossier' : 'folder');
    expect((await state()).own).toBe(before);
    await page.evaluate(() => { delete (File.prototype as { arrayBuffer?: unknown }).arrayBuffer; });
    await page.evaluate(() => { File.prototype.arrayBuffer = Blob.prototype.arrayBuffer; });
  });

  it('is drawn by mouse and by keys; undo goes back stroke by stroke, on the pad too', async () => {
    await page.getByText(t('conv.draw'), { exact: true }).click();
    const pad = page.getByRole('application', { name: new RegExp(`^${t('conv.draw')}`) });
    const { x, y } = await at.spot(pad, 0.5, 0.2);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 150, { steps: 8 });
    await page.mouse.up();
    await own(t('conv.drawn'));
    expect((await state()).input).toEqual([1, 28, 28]);
    const lit = async () => (await numbers()).filter((number) => number > 0).length;
    await expect.poll(lit, WAIT).toBeGreaterThan(30);
    const line = await lit();
    expect((await numbers()).some((number) => number > 0 && number < 255)).toBe(true); // soft edges
    await at.key(pad, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'Space');
    await expect.poll(lit, WAIT).toBe(line + 9);
    await at.key(pad, 'e', 'Space');
    await expect.poll(lit, WAIT).toBeLessThan(line + 9);
    await at.button(t('undo')).click();
    await expect.poll(lit, WAIT).toBe(line + 9);
    await at.button(t('undo')).click();
    await expect.poll(lit, WAIT).toBe(line);
    const seen = () => pad.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.getContext('2d')!.getImageData((8.5 * canvas.width) / 28, (14.5 * canvas.height) / 28, 1, 1).data[0]);
    await expect.poll(seen, WAIT).toBe(0);
    await at.button(t('pad.clear')).click();
    await expect.poll(lit, WAIT).toBe(0);
    expect(await at.violations()).toEqual([]);
  });

  it('is zoomed by the wheel and dragged; a click still goes to its pixel', async () => {
    await at.panel('picture').getByRole('combobox').first().selectOption('shapes');
    await says('picture', 'shapes');
    await at.panel('walk').locator('table').first().waitFor();
    const zoom = async () => Number(await view().getAttribute('data-cell'));
    const fitted = await zoom();
    const { x, y } = await at.spot(view(), 0.5, 0.5);
    await page.mouse.move(x, y);
    for (let i = 0; i < 8; ++i) await page.mouse.wheel(0, -100);
    await expect.poll(zoom, WAIT).toBeGreaterThan(fitted);
    const place = () => page.locator('.transport .place').textContent();
    await page.mouse.click(x, y);
    const before = await place();
    await page.mouse.down();
    await page.mouse.move(x - 60, y - 60, { steps: 6 });
    await page.mouse.up();
    await page.mouse.move(x, y);
    await page.mouse.click(x, y);
    await expect.poll(place, WAIT).not.toBe(before); // another pixel lies there now
    await at.key(view(), '0');
    await expect.poll(zoom, WAIT).toBe(fitted);
  });

  it('counts its numbers, and those of a dense layer', async () => {
    const text = (await at.panel('numbers').textContent())!.replace(/[\u00a0\u202f,]/g, '');
    expect(text).toContain('12288');
    expect(text).toContain('3000000000');
  });

  it('is filtered by numbers turned with the wheel; letters are none', async () => {
    await at.panel('kernel').getByRole('combobox').first().selectOption('box-3');
    await says('preset', 'box-3');
    await at.panel('kernel').getByRole('combobox').first().selectOption('edge-vertical');
    await says('kernel.1.1', 0);
    await cell(2, 2).click();
    await page.mouse.wheel(0, -100);
    await says('kernel.1.1', 1);
    await page.mouse.wheel(0, 100);
    await says('kernel.1.1', 0);
    await cell(2, 2).fill('x2');
    await at.press('Enter');
    await at.panel('kernel').getByRole('alert').waitFor();
    await says('kernel.1.1', 0);
    await at.press('Escape');
  });
});
