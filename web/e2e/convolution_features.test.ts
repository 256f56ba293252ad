// Hand-made and learned features, and the kernels of trained networks, on the page: by mouse and by keys, wrong files, everyone's access.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConvolutionState } from '../src/protocol';
import { available, stand, TONGUES, WAIT } from './studio';

const LONG = { timeout: 60_000 };

/** A file of weights: tensors of f32 by name. */
function safetensors(tensors: Record<string, { shape: number[]; numbers: number[] }>): Buffer {
  const header: Record<string, unknown> = {};
  let at = 0;
  const parts: Buffer[] = [];
  for (const [name, { shape, numbers }] of Object.entries(tensors)) {
    const bytes = Buffer.from(new Float32Array(numbers).buffer);
    header[name] = { dtype: 'F32', shape, data_offsets: [at, (at += bytes.length)] };
    parts.push(bytes);
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

describe.skipIf(!available).each(TONGUES)('features and learned kernels (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  const folder = mkdtempSync(join(tmpdir(), 'percept-features-'));
  let page: Page;
  beforeAll(async () => {
    await at.page.goto(`${at.studio.url}?lab=convolution&lang=${lang}&session=features-${lang}`);
    page = at.page;
    await page.waitForSelector('[data-name="walk"] table');
  });
  const state = () => page.evaluate(() => window.__heard.state as unknown as ConvolutionState);
  const panel = () => at.panel('features');
  const dialog = () => page.getByRole('dialog', { name: t('conv.take'), exact: true });
  const kernels = () => dialog().locator('.sheet button');
  const choose = (name: string, bytes: string | Buffer) => {
    writeFileSync(join(folder, name), bytes);
    return dialog().locator('input[type="file"]').setInputFiles(join(folder, name));
  };

  it('compares the five kinds of features, row by row, while the lab goes on', async () => {
    await at.key(panel().getByRole('button', { name: t('conv.features'), exact: false }).first(), 'Enter');
    await at.type(panel().getByRole('textbox', { name: t('conv.features.epochs'), exact: true }), '1');
    await at.type(panel().getByRole('textbox', { name: t('conv.features.train'), exact: true }), '500');
    await at.button(t('conv.features.start')).click();
    await page.locator('[data-name="picture"]').getByRole('combobox').first().selectOption('lecture-6');
    await expect.poll(async () => (await state()).settings.picture, WAIT).toBe('lecture-6');
    await expect.poll(() => panel().locator('tbody tr').count(), LONG).toBe(5);
    const rows = await panel().locator('tbody tr').allTextContents();
    expect(rows[0]).toContain(t('conv.features.pixels'));
    expect(rows[2]).toMatch(/1.?296/);
    expect(rows[4]).toContain(t('conv.features.learned'));
    await at.button(t('conv.features.start')).waitFor();
  });

  it('shows what the features see in a test image, and goes from one to the next', async () => {
    await expect.poll(() => panel().locator('canvas').count(), WAIT).toBe(5);
    const image = panel().getByRole('textbox', { name: t('conv.features.example'), exact: true });
    const picture = () => panel().locator('canvas').nth(2).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await picture();
    await at.button(t('conv.features.after')).click();
    await expect.poll(() => image.inputValue(), WAIT).toBe('2');
    await expect.poll(picture, WAIT).not.toBe(before);
    await at.key(at.button(t('conv.features.before')), 'Enter', 'Enter');
    await expect.poll(async () => Number((await image.inputValue()).replace(/\D/g, '')), WAIT).toBe(4000);
    await image.fill('9999');
    await page.keyboard.press('Enter');
    await panel().getByText(/4.?000/).last().waitFor();
    await page.keyboard.press('Escape');
  });

  it('stops, and says so', async () => {
    await at.type(panel().getByRole('textbox', { name: t('conv.features.epochs'), exact: true }), '1000');
    await at.button(t('conv.features.start')).click();
    await at.key(at.button(t('conv.features.stop')), 'Enter');
    await at.button(t('conv.features.start')).waitFor(LONG);
  });

  it('trains a small network, and takes one of its kernels', async () => {
    await at.key(at.button(t('conv.take')), 'Enter');
    await at.button(t('conv.take.train')).click();
    await expect.poll(() => kernels().count(), LONG).toBe(8);
    await at.key(kernels().nth(2), 'Enter');
    await expect.poll(async () => (await state()).settings.kernel.length, WAIT).toBe(5);
    const { kernel, preset } = (await state()).settings;
    expect(preset).toBe('');
    expect(new Set(kernel.flat()).size).toBeGreaterThan(20);
    expect(await dialog().count()).toBe(0);
    await at.button(t('undo')).click();
    await expect.poll(async () => (await state()).settings.kernel.length, WAIT).toBe(3);
  });

  it('takes a kernel of a file, of the layer and channel that are chosen', async () => {
    await at.button(t('conv.take')).click();
    const numbers = (count: number, from: number) => Array.from({ length: count }, (_, i) => from + i);
    await choose('net.safetensors', safetensors({
      '0.weight': { shape: [2, 1, 3, 3], numbers: numbers(18, 1) }, '0.bias': { shape: [2], numbers: [0.5, -0.5] }, '2.weight': { shape: [3, 2, 1, 2], numbers: numbers(12, 100) },
    }));
    await expect.poll(() => kernels().count(), WAIT).toBe(2);
    await kernels().nth(1).click();
    await expect.poll(async () => (await state()).settings.kernel, WAIT).toEqual([[10, 11, 12], [13, 14, 15], [16, 17, 18]]);
    expect((await state()).settings.bias).toBe(-0.5);
    await at.button(t('conv.take')).click();
    await dialog().getByRole('combobox', { name: t('conv.take.layer'), exact: true }).selectOption('1');
    await expect.poll(() => kernels().count(), WAIT).toBe(3);
    await at.type(dialog().getByRole('textbox', { name: t('conv.take.channel'), exact: true }), '2');
    const second = dialog().getByRole('button', { name: t('conv.take.kernel', { n: 2, least: '106', greatest: '107' }), exact: true });
    await at.key(second, 'Enter');
    await expect.poll(async () => (await state()).settings.kernel, WAIT).toEqual([[106, 107]]);
  });

  it('says why a file is refused, and stays as it was', async () => {
    await at.button(t('conv.take')).click();
    for (const [name, bytes] of [['text.safetensors', 'no weights'], ['text.onnx', 'no network'], ['dense.safetensors', safetensors({ '0.weight': { shape: [2, 2], numbers: [1, 2, 3, 4] } })],
      ['nan.safetensors', safetensors({ '0.weight': { shape: [1, 1, 1, 2], numbers: [1, NaN] } })]] as const) {
      await choose(name, bytes);
      await expect.poll(() => dialog().getByRole('alert').textContent(), { ...WAIT, message: name }).toContain(name.split('.')[0]!);
    }
    expect((await state()).settings.kernel).toEqual([[106, 107]]);
  });

  it('can be used by everyone, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await at.violations(), `the dialog, ${colorScheme}`).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog().count(), WAIT).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await at.violations(), `the panel, ${colorScheme}`).toEqual([]);
    }
  });
});
