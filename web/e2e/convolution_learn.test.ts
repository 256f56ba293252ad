// The convolution lab's panels that look deeper: a kernel learnt, its frequencies, its matrices and times. By mouse and by keys, with wrong input.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvolutionState } from '../src/protocol';
import { available, setting_in, stand, TONGUES, WAIT } from './studio';

describe.skipIf(!available).each(TONGUES)('learning a kernel (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  beforeAll(async () => {
    await at.page.goto(`${at.studio.url}?lab=convolution&lang=${lang}&session=learn-${lang}`);
    page = at.page;
    await page.waitForSelector('[data-name="walk"] table');
  });
  const state = () => page.evaluate(() => window.__heard.state as unknown as ConvolutionState);
  const panel = (name: string) => page.locator(`[data-name="${name}"]`);
  const fold = (name: string) => panel(name).locator('h3 button');
  const box = (label: string, name = 'learn') => panel(name).getByRole('textbox', { name: label, exact: true });
  const select = (name: string, label: string) => panel(name).getByRole('combobox', { name: label, exact: true });
  const begin = (picture: string) => select('picture', t('conv.picture.which')).selectOption(picture);
  const text = (name = 'learn') => panel(name).textContent();
  const sees = (words: string, name = 'learn') => expect.poll(() => text(name), { ...WAIT, message: words }).toContain(words);
  const at_step = (step: number) => t('conv.learn.at', { step, loss: '|' }).split('|')[0]!;

  it('asks for nothing before its panel is opened', async () => {
    expect(await at.sent('learning')).toBeUndefined();
    await fold('learn').click();
    await expect.poll(() => at.sent('learning'), WAIT).toBeDefined();
    await sees(t('conv.learn.truth'));
  });

  it('learns the editor’s kernel, and shows it beside the true one', async () => {
    await begin('digit');
    await sees(at_step(0));
    await at.button(t('conv.learn.step')).click();
    await sees(at_step(1));
    await select('learn', t('conv.learn.pace')).selectOption('0');
    await at.button(t('conv.learn.play')).click();
    await sees(t('conv.learn.end.settled'));
    const cells = await panel('learn').getByRole('group', { name: t('conv.learn.kernels') }).locator('table').first().locator('td').allTextContents();
    const truth = await panel('learn').getByRole('group', { name: t('conv.learn.kernels') }).locator('table').nth(1).locator('td').allTextContents();
    expect(cells).toEqual(truth);
    expect(await at.button(t('conv.learn.play')).isDisabled()).toBe(true);
    expect(await panel('learn').locator('.u-legend').textContent()).toContain(t('conv.learn.unit'));
  });

  it('hides a surprise, learns it by keys, reveals it, and gives it to the editor', async () => {
    await begin('rings');
    await sees(t('conv.learn.restarted'));
    await select('learn', t('conv.learn.target')).selectOption('surprise');
    await at.button(t('conv.learn.reveal')).waitFor();
    expect(await panel('learn').getByRole('group', { name: t('conv.learn.kernels') }).locator('table').count()).toBe(1);
    await at.type(box(t('conv.rows')), '9');
    await at.type(box(t('conv.columns')), '9');
    await at.key(at.button(t('conv.learn.steps')), 'Enter', 'Enter');
    await sees(at_step(200));
    await at.key(at.button(t('conv.learn.reveal')), 'Enter');
    await expect.poll(() => panel('learn').getByRole('group', { name: t('conv.learn.kernels') }).locator('table').count(), WAIT).toBe(2);
    await at.key(at.button(t('conv.learn.take')), 'Enter');
    await expect.poll(async () => (await state()).settings.kernel.length, WAIT).toBe(9);
    await sees(at_step(200)); // an edit does not disturb it
    await at.button(t('undo')).click();
  });

  it('goes on while other panels are used, and rests when it is closed', async () => {
    await select('learn', t('conv.learn.target')).selectOption('gaussian-5');
    await select('learn', t('conv.learn.pace')).selectOption('10');
    await at.button(t('conv.learn.play')).click();
    await at.button(t('conv.learn.pause')).waitFor();
    await select('kernel', t('conv.preset')).selectOption('sobel-x');
    await expect.poll(async () => setting_in((await state()).settings, 'preset'), WAIT).toBe('sobel-x');
    const step = async () => Number(/\d+/.exec((await panel('learn').locator('p.figures').first().textContent()) ?? '')?.[0]);
    const before = await step();
    await expect.poll(step, WAIT).toBeGreaterThan(before);
    await fold('learn').click();
    await expect.poll(() => at.sent('learn_pause'), WAIT).toBeDefined();
    await fold('learn').click();
    await at.button(t('conv.learn.play')).waitFor();
  });

  it('says what cannot be: letters, a size of 16, a rate too large, another picture', async () => {
    await at.type(box(t('conv.learn.rate')), 'abc');
    await panel('learn').locator('[role="alert"]').waitFor();
    await page.keyboard.press('Escape');
    await panel('learn').locator('[role="alert"]').waitFor({ state: 'detached' });
    await at.type(box(t('conv.rows')), '16');
    await panel('learn').locator('[role="alert"]').waitFor();
    await page.keyboard.press('Escape');
    await select('learn', t('conv.learn.optimizer')).selectOption('descent');
    await at.type(box(t('conv.learn.rate')), at.figure(2.5));
    await select('learn', t('conv.learn.pace')).selectOption('0');
    await at.button(t('conv.learn.play')).click();
    await sees(t('conv.learn.end.diverged'));
    const shot = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 30 } });
    await panel('learn').locator('input[type="file"]').setInputFiles({ name: 'other.png', mimeType: 'image/png', buffer: shot });
    await panel('learn').locator('[role="alert"]').waitFor();
    expect(await text()).toContain('96');
    await panel('learn').locator('input[type="file"]').setInputFiles({ name: 'text.png', mimeType: 'image/png', buffer: Buffer.from('once upon a time') });
    await expect.poll(() => page.locator('[role="alert"]').count(), WAIT).toBeGreaterThan(1);
    await select('learn', t('conv.learn.target')).selectOption('kernel');
  });

  it('says what a plain picture leaves open', async () => {
    await begin('lecture-edge');
    await expect.poll(() => panel('learn').locator('[role="alert"]').textContent(), WAIT).toContain('6 x 6'); // nine rows do not fit
    await at.type(box(t('conv.rows')), '3');
    await at.type(box(t('conv.columns')), '3');
    await sees(t('conv.learn.open', { open: 6, all: 9 }));
  });

  it('shows frequencies, by mouse and by keys, and says what the filter does', async () => {
    await at.key(fold('frequency'), 'Enter');
    await select('kernel', t('conv.preset')).selectOption('sobel-x');
    await sees(t('conv.frequency.kind.band', { zero: 0, most: 8, length: 4 }), 'frequency');
    await sees(t('conv.direction.across'), 'frequency');
    const words = () => page.getByTestId('frequency').textContent();
    const maps = page.getByRole('application', { name: t('conv.frequency.label'), exact: true });
    await at.key(maps, 'Home');
    await expect.poll(words, WAIT).toContain(t('conv.frequency.even'));
    await at.key(maps, 'Shift+ArrowRight', 'Shift+ArrowRight');
    await expect.poll(words, WAIT).toContain('8');
    await at.click_at(panel('frequency').getByRole('img', { name: t('conv.frequency.gain'), exact: true }), 0.008, 0.5);
    await expect.poll(words, WAIT).toContain(at.figure(-0.5));
    await sees(t('conv.separate.yes', { direct: 9, separate: 6 }), 'frequency');
    await select('kernel', t('conv.preset')).selectOption('laplacian-8');
    await sees(t('conv.separate.no', { rank: 2 }), 'frequency');
    await at.button(t('conv.operation.max')).click();
    await panel('frequency').locator('[role="status"]').waitFor();
    await at.button(t('conv.operation.convolution')).click();
    await panel('frequency').locator('[role="status"]').waitFor({ state: 'detached' });
  });

  it('shows the lectures’ example as patches times kernel, with linked rows', async () => {
    await at.key(fold('matrix'), 'Enter');
    await at.button(t('conv.matrix.example')).click();
    await at.key(at.button(t('conv.matrix.patches')), 'Enter');
    const view = page.getByRole('application', { name: t('conv.patches.label'), exact: true });
    const output = page.getByRole('application', { name: t('conv.output.label'), exact: true });
    await at.focus(output);
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    const row = () => page.getByTestId('patch').textContent();
    await expect.poll(row, WAIT).toContain('= 122');
    await at.key(view, 'ArrowDown');
    await expect.poll(row, WAIT).toContain('= 148');
    await at.click_at(view.locator('canvas'), 0.2, 0.9); // the last row
    await expect.poll(row, WAIT).toContain('= 134');
    expect(await page.locator('.transport .place').textContent()).toBe(t('conv.place', { row: 2, column: 2 }));
    await begin('digit');
    await panel('matrix').locator('[role="status"]').waitFor();
    await begin('lecture-4');
    await view.waitFor();
  });

  it('measures when asked, and says what does not apply', async () => {
    await at.key(fold('times'), 'Enter');
    expect(await at.sent('times')).toBeUndefined();
    await at.button(t('conv.times.picture')).click();
    const rows = panel('times').locator('tbody tr');
    await expect.poll(() => rows.count(), WAIT).toBe(4);
    await rows.nth(3).locator('.why').waitFor();
    await at.key(at.button(t('conv.times.layer')), 'Enter');
    await sees('64 × 64 × 3 × 3', 'times');
    expect(await rows.count()).toBe(4);
    expect(await text('times')).toContain('reference');
  });

  it('can be used by everyone, light and dark', async () => {
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
