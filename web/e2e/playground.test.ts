// The playground in a browser, by mouse and by keys, in both languages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch } from './browser';
import { available, start, type Studio } from './studio';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!available)('the playground', () => {
  let studio: Studio;
  let browser: Browser;
  let page: Page;
  let errors: string[] = [];
  let foreign: string[] = [];
  let turn = 0;

  beforeAll(async () => {
    studio = await start();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    studio?.stop();
  });
  beforeEach(async () => {
    errors = [];
    foreign = [];
    page = await open(`?lang=en&session=test-${Date.now()}-${++turn}`);
  });
  afterEach(async () => {
    await page.context().close();
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  async function open(query: string, size = { width: 1280, height: 900 }): Promise<Page> {
    const context = await browser.newContext({ viewport: size, permissions: ['clipboard-read', 'clipboard-write'] });
    const opened = await context.newPage();
    opened.on('pageerror', (error) => errors.push(error.message));
    opened.on('console', (message) => { if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION/.test(message.text())) errors.push(message.text()); });
    opened.on('request', (request) => { if (!/^(blob:|data:)/.test(request.url()) && new URL(request.url()).host !== new URL(studio.url).host) foreign.push(request.url()); });
    await opened.goto(studio.url + query);
    await opened.waitForSelector('#tile-0-0', { state: 'attached' });
    await opened.waitForFunction(() => (window.__perceptPaint?.length ?? 0) > 0);
    return opened;
  }
  const counter = async (name: string) => Number((await page.locator('[data-testid="counters"] div', { hasText: name }).first().locator('dd').innerText()).replace(/\D/g, ''));
  const press = (key: string) => page.keyboard.press(key);
  const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });

  it('plays and pauses by mouse', async () => {
    await page.getByRole('button', { name: 'Play' }).click();
    await eventually(() => counter('Epoch')).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    const at = await counter('Step');
    await page.waitForTimeout(300);
    expect(await counter('Step')).toBe(at);
  });

  it('steps, plays, goes back and resets by keys', async () => {
    await press('ArrowRight');
    await eventually(() => counter('Epoch')).toBe(1);
    await press('Shift+ArrowRight');
    await eventually(() => counter('Epoch')).toBe(11);
    await press('ArrowLeft');
    await eventually(() => counter('Epoch')).toBeLessThan(11);
    await press(' ');
    await eventually(() => counter('Epoch')).toBeGreaterThan(14);
    await press(' ');
    await press('r');
    await eventually(() => counter('Epoch')).toBe(0);
  });

  it('speaks French at once, numbers and title as well', async () => {
    await press('l');
    await eventually(() => page.title()).toContain('Terrain de jeu');
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    expect(await page.getByRole('textbox', { name: 'Taux d’apprentissage' }).inputValue()).toBe('0,03');
    await page.getByRole('button', { name: 'English' }).click();
    await eventually(() => page.getByRole('textbox', { name: 'Learning rate' }).inputValue()).toBe('0.03');
  });

  it('goes on after a reload', async () => {
    await press('Shift+ArrowRight');
    await eventually(() => counter('Epoch')).toBe(10);
    expect(page.url()).toContain('session=');
    await page.reload();
    await eventually(() => counter('Epoch')).toBe(10);
  });

  it('adds units and layers, and takes them away', async () => {
    await page.getByRole('button', { name: 'One unit more: Layer 1' }).click();
    await page.locator('#tile-1-4').waitFor();
    await page.getByRole('button', { name: 'Add a hidden layer' }).click();
    await page.locator('h4', { hasText: 'Layer 3' }).waitFor();
    await page.getByRole('button', { name: 'Remove the last hidden layer' }).click();
    await eventually(() => page.locator('h4', { hasText: 'Layer 3' }).count()).toBe(0);
    await press('z');
    await page.locator('h4', { hasText: 'Layer 3' }).waitFor();
  });

  it('changes the activation of one layer', async () => {
    await page.getByRole('button', { name: 'Settings of Layer 1' }).click();
    await page.getByRole('radio', { name: /relu/i }).first().check({ force: true });
    await press('Escape');
    await eventually(() => page.getByRole('button', { name: 'Settings of Layer 1' }).innerText()).toMatch(/relu/i);
    expect(await page.getByRole('button', { name: 'Settings of Layer 2' }).innerText()).toMatch(/tanh/i);
  });

  it('changes a weight by keys, by typing, and locks it', async () => {
    await page.locator('#edge-0').focus();
    await press('Enter');
    const card = page.getByRole('dialog', { name: 'One weight' });
    await card.getByRole('textbox').fill('1.25');
    await press('Enter');
    await eventually(() => card.getByRole('textbox').inputValue()).toBe('1.25');
    await card.getByRole('checkbox').check();
    await eventually(() => card.getByRole('checkbox').isChecked()).toBe(true);
    await card.getByRole('button', { name: '= 0' }).click();
    await eventually(() => card.getByRole('textbox').inputValue()).toBe('0');
    await press('Escape');
    await eventually(() => card.count()).toBe(0);
    await page.locator('#edge-0').focus();
    await press('Shift+ArrowUp');
    await eventually(() => page.locator('output.value').innerText()).toBe('1');
  });

  it('changes a weight by dragging its line', async () => {
    const place = await page.evaluate(() => {
      const path = document.querySelector<SVGPathElement>('#edge-0')!;
      const point = path.getPointAtLength(path.getTotalLength() * 0.3).matrixTransform(path.getScreenCTM()!);
      return { x: point.x, y: point.y };
    });
    await page.mouse.move(place.x, place.y);
    await page.mouse.down();
    await page.mouse.move(place.x, place.y - 60, { steps: 4 });
    await page.mouse.up();
    await page.locator('#edge-0').press('Enter');
    const value = () => page.getByRole('dialog', { name: 'One weight' }).getByRole('textbox').inputValue();
    await eventually(async () => Math.abs(Number((await value()).replace('−', '-')))).toBeGreaterThan(0.2);
  });

  it('explains a unit with its numbers', async () => {
    await page.locator('#tile-1-0').click();
    await page.locator('[data-name="inspector"] .katex').first().waitFor();
    expect(await page.locator('[data-name="inspector"]').innerText()).toContain('next point');
    await page.locator('[data-name="inspector"] summary').click();
    await page.locator('[data-name="inspector"]').getByRole('textbox', { name: 'bias' }).waitFor();
  });

  it('walks through the tiles by arrow keys', async () => {
    await page.locator('#tile-0-0').focus();
    await press('ArrowRight');
    await press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tile-1-1');
    await press('Enter');
    await page.locator('#tile-1-1.chosen').waitFor();
  });

  it('chooses data, features, and says what is wrong with a formula', async () => {
    await page.getByRole('radio', { name: /spiral/i }).check({ force: true });
    await page.getByRole('button', { name: 'x₁²', exact: true }).click();
    await page.locator('#tile-0-2').waitFor();
    await page.getByRole('textbox', { name: 'Your own formula' }).fill('wrong(');
    await press('Enter');
    await eventually(() => page.locator('#feature-problem').innerText()).not.toBe('');
    expect(await page.locator('#tile-0-3').count()).toBe(0);
  });

  it('adds and deletes own points by keys', async () => {
    await page.getByRole('application').focus();
    await press('ArrowRight');
    await press('a');
    await eventually(() => page.locator('[data-name="data"]').innerText()).toContain('your own points');
    await press('Delete');
    await page.waitForTimeout(300);
  });

  it('takes a pasted table, and refuses text with a remedy', async () => {
    await page.locator('[data-name="data"] summary').click();
    const field = page.getByRole('textbox', { name: 'Table' });
    await field.fill('these are\nno numbers');
    await page.getByRole('button', { name: 'Use this table' }).click();
    await page.locator('.toasts .toast').first().waitFor();
    await field.fill('x,y,c\n1,2,0\n2,1,1\n-1,-2,0\n-2,1,1\n0,1,1\n3,1,0\n1,3,1\n2,2,0\n0,0,1\n1,1,0'.replace('x,y,c\n', ''));
    await page.getByRole('button', { name: 'Use this table' }).click();
    await eventually(() => page.locator('[data-name="data"]').innerText()).toContain('your own points');
  });

  it('fits curves', async () => {
    await page.getByRole('button', { name: 'Curve', exact: true }).click();
    await page.getByRole('application', { name: /function of x/ }).waitFor();
    await press(' ');
    await eventually(() => counter('Epoch')).toBeGreaterThan(3);
    expect(await page.locator('[data-testid="scores"]').innerText()).toContain('R²');
  });

  it('draws the lottery and takes one up', async () => {
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    await page.locator('.runs button').first().waitFor();
    await page.locator('.runs button').first().click();
  });

  it('runs a grid', async () => {
    await page.getByRole('textbox', { name: 'Values of the rows' }).fill('0.01 0.1');
    await page.getByRole('button', { name: 'Train them all' }).click();
    await page.locator('[data-name="what_if"] td button').first().waitFor();
  });

  it('copies a link that opens the same state', async () => {
    await page.getByRole('button', { name: 'One unit more: Layer 1' }).click();
    await page.locator('#tile-1-4').waitFor();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await eventually(() => page.evaluate(() => navigator.clipboard.readText())).toContain('#s=');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await open(new URL(link).hash === '' ? '' : link.slice(studio.url.length));
    await other.locator('#tile-1-4').waitFor();
    await other.context().close();
  });

  it('finds commands', async () => {
    await press('/');
    await page.getByRole('combobox', { name: /part of a command/ }).fill('brightness dark');
    await press('Enter');
    await eventually(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await press('?');
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    await press('Escape');
    await page.getByRole('dialog', { name: 'Help' }).waitFor({ state: 'hidden' });
    await press('p');
    await eventually(() => page.locator('html').getAttribute('data-palette')).toBe('viridis');
  });

  it('runs a lesson', async () => {
    await page.getByRole('combobox', { name: 'Lesson' }).selectOption('first-network');
    await page.locator('.strip li.current').waitFor();
    await press('Escape');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('.strip li.done').first().waitFor({ timeout: 20_000 });
  });

  it('shows the surface and the warp', async () => {
    await page.getByRole('button', { name: 'Surface' }).click();
    await page.getByRole('application', { name: /surface/ }).press('ArrowLeft');
    await page.getByRole('button', { name: /How a layer bends/ }).click();
    await page.locator('[data-name="warp"] canvas').waitFor();
  });

  it('comes back after a break, and is not shaken by messages that are none', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const other = await context.newPage();
    const wild: string[] = [];
    other.on('pageerror', (error) => wild.push(error.message));
    const lines: { close(): Promise<void>; send(message: string | Buffer): void }[] = [];
    await other.routeWebSocket(/\/ws/, (line) => {
      line.connectToServer();
      lines.push(line);
    });
    await other.goto(`${studio.url}?lang=en&session=break-${Date.now()}`);
    await other.waitForFunction(() => (window.__perceptPaint?.length ?? 0) > 0);
    for (const message of ['', 'null', '[]', '{"event":"state"', '{"reply":99999,"problem":{}}', Buffer.alloc(0), Buffer.from([255, 255, 255, 255]), Buffer.alloc(4096, 7)]) lines[0]?.send(message);
    await other.keyboard.press('ArrowRight');
    await expect.poll(() => other.locator('[data-testid="counters"] dd').first().innerText(), { timeout: 10_000 }).toBe('1');
    await lines[0]?.close();
    await other.locator('.banner').waitFor();
    await expect.poll(() => other.locator('.banner').count(), { timeout: 10_000 }).toBe(0);
    await other.keyboard.press('ArrowRight');
    await expect.poll(() => other.locator('[data-testid="counters"] dd').first().innerText(), { timeout: 10_000 }).toBe('2');
    expect(wild).toEqual([]);
    await context.close();
  });

  it.each([['en', 'light', 1280], ['fr', 'dark', 1280], ['fr', 'light', 360], ['en', 'dark', 360]] as const)('has no violation that axe finds (%s, %s, %d)', async (lang, scheme, width) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: true });
    const other = await context.newPage();
    await other.goto(`${studio.url}?lang=${lang}`);
    await other.waitForFunction(() => (window.__perceptPaint?.length ?? 0) > 0);
    await other.evaluate(axe);
    for (const column of width < 1000 ? ['net', 'in', 'out'] : ['net']) {
      if (width < 1000) await other.click(`#tab-${column}`);
      else await other.locator('#tile-1-0').click();
      await other.waitForTimeout(500);
      const found = await other.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + (failureSummary ?? '').slice(0, 300)).join(' | ')}`);
      });
      expect(found).toEqual([]);
    }
    expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await context.close();
  });

  it('paints soon after a picture has come', async () => {
    await press(' ');
    await page.waitForTimeout(4000);
    const times = await page.evaluate(() => [...(window.__perceptPaint ?? [])].sort((a, b) => a - b));
    const p95 = times[Math.floor(times.length * 0.95)] ?? 0;
    console.log(`pictures ${times.length}, from message to paint: median ${times[times.length >> 1]?.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
    expect(times.length).toBeGreaterThan(30);
  });
});
