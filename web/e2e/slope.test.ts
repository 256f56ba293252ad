// The slope tab: by mouse and by keys, its numbers beside the formulas written out, and what is no curve.
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { available, stand, TONGUES, WAIT } from './studio';

describe.skipIf(!available).each(TONGUES)('the slope tab (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  const tab = () => page.getByRole('tab', { name: t('slope'), exact: true });
  const box = (label: string) => page.getByRole('textbox', { name: label, exact: true });
  const curve = () => page.getByRole('combobox', { name: t('slope.curve'), exact: true });
  const plain = () => page.getByTestId('slope-plain');
  const inert = () => page.getByTestId('slope-inert');
  const start = () => page.getByTestId('slope-picture').getByRole('slider', { name: t('slope.start') });
  const asked = async () => (await at.sent('slope')) as Record<string, number> | undefined;
  const sees = (text: string, where: () => ReturnType<Page['getByTestId']>) => expect.poll(() => where().innerText(), { ...WAIT, message: text }).toContain(text);
  const to_end = () => page.getByRole('slider', { name: t('slope.step') }).press('End');
  beforeAll(async () => {
    page = at.page;
    await tab().click();
    await page.getByTestId('slope-picture').waitFor();
  });
  afterEach(() => expect(at.errors).toEqual([]));

  it('shows momentum leave the local minimum, and plain descent stay', async () => {
    await curve().selectOption('two-valleys');
    await sees(t('slope.way', { n: 0 }), plain);
    await to_end();
    await sees(t('slope.end.local', { n: '|', x: '|' }).split('|').at(-1)!, plain);
    await sees(t('slope.end.lowest', { n: '|', x: '|' }).split('|').at(-1)!, inert);
    await sees(t('slope.end.escaped', { nearest: at.figure(0.9456) }), inert);
    await at.type(box(t('slope.momentum')), at.figure(0.9));
    await to_end();
    await sees(t('slope.end.local', { n: '|', x: '|' }).split('|').at(-1)!, inert);
  });

  it('takes the lectures’ steps, told in words and as a rule', async () => {
    await curve().selectOption('lectures');
    await sees(t('slope.words.left', { x: '5', slope: '3', next: '2' }), plain);
    await page.locator('body').click({ position: { x: 5, y: 300 } });
    await at.press('ArrowRight');
    await sees(t('slope.words.right', { x: '2', slope: '−1', next: '3' }), plain);
    expect(await plain().locator('annotation').first().textContent()).toContain('2 - 1 \\cdot (-1) = 3');
    await at.press('ArrowLeft');
    await sees(t('slope.words.left', { x: '5', slope: '3', next: '2' }), plain);
    await at.press(' ');
    await expect.poll(() => page.getByTestId('slope-step').innerText(), WAIT).not.toContain(t('slope.at', { n: 0, last: '|' }).split('|')[0]!);
    await at.press(' ');
    await at.press('r');
    await sees(t('slope.way', { n: 0 }), plain);
  });

  it('moves its start by the mouse and by keys', async () => {
    await curve().selectOption('parabola');
    const picture = page.getByTestId('slope-picture');
    await expect.poll(async () => (await asked())?.['start'], WAIT).toBe(2.5);
    await at.click_at(picture, 0.25, 0.5);
    await expect.poll(async () => (await asked())?.['start'], WAIT).toBeLessThan(-1);
    await at.key(start(), 'Home');
    await expect.poll(async () => (await asked())?.['start'], WAIT).toBe(-3);
    await at.key(start(), 'ArrowRight', 'Shift+ArrowRight');
    await expect.poll(async () => (await asked())?.['start'], WAIT).toBeCloseTo(-2.67, 6);
    const { x, y } = await at.spot(picture, 0.2, 0.4);
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= 20; ++i) await page.mouse.move(x + 10 * i, y);
    await page.mouse.up();
    await expect.poll(async () => (await asked())?.['start'], WAIT).toBeGreaterThan(-1);
    await expect.poll(async () => Number(await start().getAttribute('aria-valuenow')) - ((await asked())?.['start'] ?? 0), WAIT).toBe(0);
  });

  it('lets the secant become the tangent', async () => {
    await at.type(box(t('slope.formula')), 'x^3');
    await page.getByRole('radio', { name: t('slope.mode.secant') }).click();
    await at.type(box(t('slope.a')), '2');
    await at.type(box(t('slope.h')), '1');
    await expect.poll(() => page.getByTestId('slope-ratio').innerText(), WAIT).toBe('19');
    await expect.poll(() => page.getByTestId('slope-derivative').innerText(), WAIT).toBe('12');
    await at.type(box(t('slope.h')), at.figure(0.01));
    await expect.poll(() => page.getByTestId('slope-ratio').innerText(), WAIT).toBe(at.figure(12.0601));
    await page.getByRole('button', { name: t('step.forward') }).click();
    await expect.poll(async () => (await asked())?.['h'], WAIT).toBeCloseTo(0.01 / 10 ** 0.125, 9);
    expect(await at.violations()).toEqual([]);
    await page.getByRole('radio', { name: t('slope.mode.descent') }).click();
  });

  it('refuses what is no curve, and goes on', async () => {
    const formula = () => box(t('slope.formula'));
    for (const wrong of ['x^^2', 'y', 'log(-1-x^2)', 'x'.repeat(300), '<b>']) {
      await at.type(formula(), wrong);
      await page.locator('#studio .problem').first().waitFor();
      await expect.poll(() => formula().inputValue(), WAIT).toBe(wrong);
      await formula().press('Escape');
    }
    await at.type(formula(), 'cos(x)');
    await expect.poll(async () => (await asked())?.['curve'], WAIT).toBe('cos(x)');
    await expect.poll(() => page.locator('#studio .problem').count(), WAIT).toBe(0);
    await sees(t('slope.way', { n: 0 }), plain);
  });

  it('keeps what it shows in the address, and in a link', async () => {
    await curve().selectOption('waves');
    await at.type(box(t('slope.rate')), at.figure(0.2));
    await expect.poll(() => decodeURIComponent(page.url()), WAIT).toContain('"rate":0.2');
    await page.reload();
    await page.getByTestId('slope-picture').waitFor();
    await expect.poll(() => box(t('slope.rate')).inputValue(), WAIT).toBe(at.figure(0.2));
    expect(await curve().inputValue()).toBe('waves');
    await page.getByRole('button', { name: t('share') }).click();
    await at.button(t('share.link')).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), WAIT).toContain('#s=');
    const other = await page.context().newPage();
    await other.goto(await page.evaluate(() => navigator.clipboard.readText()));
    await other.getByTestId('slope-picture').waitFor();
    expect(await other.getByTestId('slope-tab').locator('select').first().inputValue()).toBe('waves');
    await other.close();
  });

  it('is reached by its key and by the command palette', async () => {
    await page.locator('body').click({ position: { x: 5, y: 300 } });
    await at.press('g');
    await page.waitForSelector('#tile-0-0', { state: 'attached' });
    await at.press('g');
    await page.getByTestId('slope-picture').waitFor();
    await at.press('/');
    await page.keyboard.type(t('network'));
    await at.press('Enter');
    await page.waitForSelector('#tile-0-0', { state: 'attached' });
    await at.key(page.getByRole('tab', { name: t('network'), exact: true }), 'ArrowRight');
    await page.getByTestId('slope-picture').waitFor();
  });

  it.each([[1280, 900], [768, 1024], [360, 740]])('fits %i x %i, for everyone', async (width, height) => {
    await page.setViewportSize({ width, height });
    expect(await at.violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  });
});
