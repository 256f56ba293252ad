// The convolution lab: the lectures' numbers on the page, each control by mouse and by keys, wrong input, everyone's access.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvolutionState } from '../src/protocol';
import { available, setting_in, stand, TONGUES, WAIT } from './studio';

describe.skipIf(!available).each(TONGUES)('the convolution lab (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  beforeAll(async () => {
    await at.page.goto(`${at.studio.url}?lab=convolution&lang=${lang}&session=conv-${lang}`);
    page = at.page;
    await page.waitForSelector('[data-name="walk"] table');
  });
  const state = () => page.evaluate(() => window.__heard.state as unknown as ConvolutionState);
  const says = (path: string, value: unknown) => expect.poll(async () => setting_in((await state()).settings, path), { ...WAIT, message: path }).toEqual(value);
  const select = (name: string, label: string) => page.locator(`[data-name="${name}"]`).getByRole('combobox', { name: label, exact: true });
  const box = (label: string) => page.getByRole('textbox', { name: label, exact: true });
  const cell = (row: number, column: number) => page.locator('[data-name="kernel"]').getByRole('textbox', { name: t('conv.cell', { row, column }), exact: true });
  const view = (label: 'conv.input.label' | 'conv.output.label') => page.getByRole('application', { name: t(label), exact: true });
  const words = () => page.locator('[data-name="walk"] .words').textContent();
  const begin = (picture = 'lecture-6') => select('picture', t('conv.picture.which')).selectOption(picture);

  it('shows the lectures’ first sum, and walks by keys', async () => {
    await begin();
    await says('picture', 'lecture-6');
    await at.focus(view('conv.output.label'));
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    await expect.poll(words, WAIT).toContain(`3·1 + 0·0 + 1·(−1) + 1·1 + 5·0 + 8·(−1) + 2·1 + 7·0 + 2·(−1) = −5`);
    await page.keyboard.press('ArrowRight');
    await expect.poll(words, WAIT).toContain('= −4');
    await page.keyboard.press('End');
    await expect.poll(words, WAIT).toContain('= 8');
    await expect.poll(() => page.getByTestId('announcer').textContent(), WAIT).toContain('= 8');
  });

  it('walks by mouse on both pictures', async () => {
    await at.click_at(view('conv.output.label').locator('canvas'), 0.25, 0.125); // narrower than its canvas
    await expect.poll(words, WAIT).toContain('= −5');
    await at.click_at(view('conv.input.label').locator('canvas'), 0.75, 0.25); // the pixel in row 2, column 5
    await expect.poll(words, WAIT).toContain('= 8');
  });

  it('plays the walk, fast or slowly, and stops', async () => {
    await page.getByRole('slider', { name: t('speed') }).fill('100');
    await at.button(t('play')).click();
    const before = await words();
    await expect.poll(words, WAIT).not.toBe(before);
    await at.button(t('pause')).click();
    expect(await at.button(t('play')).isVisible()).toBe(true);
  });

  it('takes a number of the kernel typed, by keys and dragged; undo takes a drag back at once', async () => {
    await cell(1, 1).fill(lang === 'fr' ? '1,5/3' : '1.5/3');
    await page.keyboard.press('Enter');
    await says('kernel.0.0', 0.5);
    await at.key(cell(2, 2), 'ArrowUp');
    await expect.poll(async () => setting_in((await state()).settings, 'kernel.1.1'), WAIT).not.toBe(0);
    await select('kernel', t('conv.preset')).selectOption('edge-vertical');
    await says('kernel.0.0', 1);
    const { x, y } = await at.spot(cell(2, 2), 0.5, 0.5);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 20, { steps: 4 });
    await page.mouse.move(x, y - 40, { steps: 4 });
    await page.mouse.up();
    await says('kernel.1.1', 6);
    await at.button(t('undo')).click();
    await says('kernel.1.1', 0);
    await at.button(t('redo')).click();
    await says('kernel.1.1', 6);
  });

  it('says that letters are no number, and keeps the kernel', async () => {
    const kernel = (await state()).settings.kernel;
    await cell(1, 2).fill('abc');
    await page.keyboard.press('Enter');
    await page.locator('[data-name="kernel"] [role="alert"]').waitFor();
    expect((await state()).settings.kernel).toEqual(kernel);
    await page.keyboard.press('Escape');
    expect(await page.locator('[data-name="kernel"] [role="alert"]').count()).toBe(0);
  });

  it('changes the kernel as a whole, its size and its bias, and keeps it symmetric', async () => {
    await select('kernel', t('conv.preset')).selectOption('sobel-x');
    await says('preset', 'sobel-x');
    await at.button(t('conv.change.transpose')).click();
    await says('preset', 'sobel-y');
    await at.key(at.button(t('conv.change.negate')), 'Enter');
    await says('kernel.0', [1, 2, 1]);
    await at.type(box(t('conv.rows')), '5');
    await says('kernel.length', 5);
    await at.key(box(t('conv.columns')), 'ArrowUp');
    await says('kernel.0.length', 4);
    await select('kernel', t('conv.preset')).selectOption('box-3');
    await page.getByRole('checkbox', { name: t('conv.symmetric') }).click();
    await cell(1, 1).fill('4');
    await page.keyboard.press('Enter');
    await says('kernel.2.2', 4);
    await page.getByRole('checkbox', { name: t('conv.symmetric') }).click();
    await at.type(box(t('conv.bias')), at.figure(2.5));
    await says('bias', 2.5);
    await at.type(box(t('conv.bias')), '0');
  });

  it('draws the border, and explains a size that cannot be', async () => {
    await select('kernel', t('conv.preset')).selectOption('edge-vertical');
    await select('operation', t('conv.border')).selectOption('zero');
    await says('border', 'zero');
    await page.getByText(t('conv.border.seen')).waitFor();
    await at.type(box(t('conv.stride')), '2');
    await expect.poll(async () => (await state()).output, WAIT).toEqual([1, 3, 3]);
    expect(await page.locator('[data-name="size"]').textContent()).toContain('⌊(6 + 2·1 - 1·(3 - 1) - 1)/2⌋ + 1 = 3');
    await at.type(box(t('conv.dilation')), '9');
    await page.locator('[data-name="size"] [role="alert"]').waitFor();
    expect((await state()).output).toEqual([1, 3, 3]);
    await at.type(box(t('conv.dilation')), '1');
    await page.locator('[data-name="size"] [role="alert"]').waitFor({ state: 'detached' });
    await at.type(box(t('conv.stride')), '1');
    await select('operation', t('conv.border')).selectOption('none');
  });

  it('spreads numbers: the transposed convolution', async () => {
    await begin('lecture-2');
    await select('kernel', t('conv.preset')).selectOption('lectures-matrix');
    await page.getByRole('checkbox', { name: t('conv.transposed') }).click();
    await expect.poll(async () => (await state()).output, WAIT).toEqual([1, 4, 4]);
    await page.getByRole('checkbox', { name: t('conv.transposed') }).click();
    await begin();
  });

  it('shows the matrix, whose rows go with the cursor', async () => {
    await page.locator('[data-name="matrix"] button').first().click();
    const matrix = page.getByRole('application', { name: t('conv.matrix.label') });
    await at.focus(view('conv.output.label'));
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    await at.key(matrix, 'ArrowDown');
    await expect.poll(() => page.locator('.transport .place').textContent(), WAIT).toBe(t('conv.place', { row: 1, column: 2 }));
    await begin('digit');
    await matrix.waitFor({ state: 'detached' });
    expect(await page.locator('[data-name="matrix"] p').textContent()).toContain('12 x 12');
    await begin();
  });

  it('pools, and tells what a shift changes', async () => {
    await at.button(t('conv.operation.max')).click();
    await expect.poll(async () => (await state()).output, WAIT).toEqual([1, 3, 3]);
    await at.type(box(t('conv.shift')), '1');
    await expect.poll(async () => (await state()).moved, WAIT).toBe(8);
    await at.type(box(t('conv.shift')), '0');
    await page.getByRole('checkbox', { name: t('conv.global') }).click();
    await expect.poll(async () => (await state()).output, WAIT).toEqual([1, 1, 1]);
    await page.getByRole('checkbox', { name: t('conv.global') }).click();
    await at.key(at.button(t('conv.operation.convolution')), 'Enter');
    await says('operation', 'convolution');
  });

  it('zooms until pixels show their numbers, and back', async () => {
    await begin('digits');
    await says('picture', 'digits');
    const cell_of = async () => Number(await view('conv.input.label').getAttribute('data-cell'));
    const before = await cell_of();
    await page.locator('[data-name="picture"]').getByRole('button', { name: t('conv.zoom.numbers') }).click();
    await expect.poll(cell_of, WAIT).toBe(32);
    await at.key(view('conv.input.label'), '0');
    await expect.poll(cell_of, WAIT).toBe(before);
    await at.key(view('conv.input.label'), '+');
    await expect.poll(cell_of, WAIT).toBeGreaterThan(before);
    await page.keyboard.press('0');
    await begin();
  });

  it('opens a picture, and refuses a text called one', async () => {
    const chooser = page.locator('input[type="file"]');
    await chooser.setInputFiles({ name: 'text.png', mimeType: 'image/png', buffer: Buffer.from('once upon a time') });
    await page.locator('[data-name="picture"] [role="alert"]').waitFor();
    expect((await state()).settings.picture).toBe('lecture-6');
    const shot = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 30 } });
    await chooser.setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: shot });
    await says('picture', 'own');
    expect((await state()).given).toEqual([3, 30, 40]);
    await page.getByRole('checkbox', { name: t('conv.colour') }).click();
    await expect.poll(async () => (await state()).input, WAIT).toEqual([3, 30, 40]);
  });

  it('takes typed numbers, and says what is none', async () => {
    await at.panel('numbers').locator('summary').click();
    await page.getByRole('textbox', { name: t('conv.typed.label') }).fill('1 two 3');
    await at.button(t('conv.typed.take')).click();
    await page.locator('[data-name="numbers"] [role="alert"]').waitFor();
    await page.getByRole('textbox', { name: t('conv.typed.label') }).fill('1 0 2; 3 1/2 0; 0 0 9');
    await at.button(t('conv.typed.take')).click();
    await expect.poll(async () => (await state()).input, WAIT).toEqual([1, 3, 3]);
  });

  it('shows numbers by each scale', async () => {
    for (const scale of ['offset', 'stretch', 'clip', 'sign']) {
      await select('output', t('conv.scale')).selectOption(scale);
      await says('scale', scale);
    }
  });

  it('can be used by everyone, light and dark', async () => {
    await begin();
    expect(await at.violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await at.violations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    for (const column of ['in', 'net', 'out']) {
      await page.click(`#tab-${column}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect(await at.violations(page)).toEqual([]);
    }
  });

  afterAll(() => expect(at.errors).toEqual([]));
});

describe.skipIf(!available)('the two labs', () => {
  const at = stand();
  it('lead to each other', async () => {
    await at.page.getByRole('link', { name: at.t('convolution') }).click();
    await at.page.waitForSelector('[data-name="kernel"]');
    await at.page.getByRole('link', { name: at.t('playground') }).click();
    await at.page.waitForSelector('[data-name="network"]');
  });
});
