// What comes out: the map, one's own points on it, losses and tables; by mouse and by keys.
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { available, stand } from './studio';

const POINTS: [number, number, number][] = [[-5, -5, 0], [5, 5, 1], [-5, 5, 0], [5, -5, 1], [0, 0, 0], [2, -2, 1], [-2, 2, 0], [1, 4, 1], [-1, -4, 0], [3, 1, 1]];

describe.skipIf(!available)('output', () => {
  const at = stand();
  const map = () => at.page.getByRole('application');
  const ink = (id: string) => at.page.evaluate((id) => (document.getElementById(id) as HTMLCanvasElement).toDataURL(), id);
  const near = (a: number, b: number, label?: number) => async () => (await at.points()).some(([x, y, l]) => Math.abs(x! - a) < 0.15 && Math.abs(y! - b) < 0.15 && (label === undefined || l === label));
  const there = (...place: Parameters<typeof near>) => at.eventually(near(...place)).toBe(true);
  const gone = (...place: Parameters<typeof near>) => at.eventually(near(...place)).toBe(false);
  const count = () => at.eventually(async () => (await at.points()).length);
  /** Where a place of the plane is seen. */
  async function seen(a: number, b: number): Promise<{ x: number; y: number }> {
    const [left = 0, right = 1, bottom = 0, top = 1] = (await at.state()).domain;
    return at.spot(at.page.locator('#output-points'), (a - left) / (right - left), (top - b) / (top - bottom));
  }
  async function click(a: number, b: number): Promise<void> {
    const { x, y } = await seen(a, b);
    await at.page.mouse.click(x, y);
  }
  async function drag(...way: [number, number][]): Promise<void> {
    for (const [i, [a, b]] of way.entries()) {
      const { x, y } = await seen(a, b);
      await at.page.mouse.move(x, y, { steps: i ? 4 : 1 });
      if (i === 0) await at.page.mouse.down();
    }
    await at.page.mouse.up();
  }
  async function own(points: number[][] = POINTS): Promise<void> {
    const summary = at.panel('data').locator('summary', { hasText: at.t('csv') });
    await summary.click();
    await at.page.getByRole('textbox', { name: at.t('csv.paste') }).fill(points.map((point) => point.join(',')).join('\n'));
    await at.button(at.t('csv.use')).click();
    await at.says('data.set', 'own');
    await count().toBe(points.length);
    await summary.click();
    await at.panel('output').locator('summary', { hasText: at.t('points.own') }).click();
  }
  const tool = (name: 'look' | 'add' | 'move' | 'relabel' | 'delete' | 'brush' | 'lasso') => at.page.getByRole('group', { name: at.t('points.tools') }).getByRole('button', { name: at.t(`tool.${name}`), exact: true });
  /** The cursor of the map by keys: it begins in the middle, an arrow goes 0.2, with Shift 1. */
  async function go(a: number, b: number): Promise<void> {
    await at.focus(map());
    for (let i = 0; i < Math.abs(a); ++i) await at.press(`Shift+Arrow${a > 0 ? 'Right' : 'Left'}`);
    for (let i = 0; i < Math.abs(b); ++i) await at.press(`Shift+Arrow${b > 0 ? 'Up' : 'Down'}`);
  }
  const ways = (what: string, test: (use: (target: Locator, key?: string) => Promise<void>) => Promise<void>) =>
    it.each(['mouse', 'keys'])(`${what} (%s)`, (way) => test(async (target, key = 'Enter') => (way === 'mouse' ? target.click() : at.key(target, key))));

  ways('shows value, class, confidence and surface', async (use) => {
    const view = (name: 'value' | 'class' | 'confidence' | 'surface') => at.page.getByRole('group', { name: at.t('map.view') }).getByRole('button', { name: at.t(`map.${name}`), exact: true });
    let before = await ink('output-field');
    for (const name of ['class', 'confidence', 'value'] as const) {
      await use(view(name));
      expect(await view(name).getAttribute('aria-pressed')).toBe('true');
      await at.eventually(() => ink('output-field')).not.toBe(before);
      before = await ink('output-field');
    }
    await use(view('surface'));
    const surface = at.page.getByRole('application', { name: at.t('surface.label') });
    await surface.waitFor();
    before = await ink('output-field');
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown']) {
      await at.key(surface, key);
      await at.eventually(() => ink('output-field')).not.toBe(before);
      before = await ink('output-field');
    }
    const { x, y } = await at.spot(surface, 0.5, 0.5);
    await at.page.mouse.move(x, y);
    await at.page.mouse.down();
    await at.page.mouse.move(x + 50, y + 20, { steps: 3 });
    await at.page.mouse.up();
    expect(await ink('output-field')).not.toBe(before);
  });

  ways('shows training points, test points, or the bare decision', async (use) => {
    for (const key of ['show.train', 'show.test'] as const) {
      const before = await ink('output-points');
      await use(at.page.getByRole('checkbox', { name: at.t(key) }), 'Space');
      await at.eventually(() => ink('output-points')).not.toBe(before);
    }
    const kinds = () => at.eventually(async () => new Set(await at.numbers('output')).size);
    await kinds().toBeGreaterThan(3);
    await use(at.page.getByRole('checkbox', { name: at.t('discrete') }), 'Space');
    await at.eventually(async () => (await at.sent('view'))?.['discrete']).toBe(true);
    await kinds().toBeLessThanOrEqual(3);
  });

  ways('offers each tool', async (use) => {
    await at.panel('output').locator('summary', { hasText: at.t('points.own') }).click();
    for (const name of ['add', 'move', 'relabel', 'delete', 'brush', 'lasso', 'look'] as const) {
      await use(tool(name));
      expect(await tool(name).getAttribute('aria-pressed')).toBe('true');
      expect(await at.page.locator('#output-points').getAttribute('class')).toContain(name);
    }
  });

  it('adds, moves, relabels and deletes a point by mouse', async () => {
    await own();
    await tool('add').click();
    await click(-3, 0);
    await there(-3, 0, 1);
    await tool('move').click();
    await drag([-3, 0], [-3, 2]);
    await there(-3, 2, 1);
    await gone(-3, 0);
    await tool('relabel').click();
    await click(-3, 2);
    await there(-3, 2, 0);
    await tool('delete').click();
    await click(-3, 2);
    await gone(-3, 2);
    await count().toBe(POINTS.length);
  });

  it('adds, moves, relabels and deletes a point by keys', async () => {
    await own();
    await go(-3, 0);
    await at.press('a');
    await there(-3, 0, 1);
    await at.press('m');
    await at.eventually(() => at.page.locator('#map-under').innerText()).toContain(at.t('map.grabbed'));
    await at.press('Shift+ArrowUp');
    await at.press('Shift+ArrowUp');
    await at.press('m');
    await there(-3, 2, 1);
    await gone(-3, 0);
    // One that is held when the map is left stays where it is.
    await at.press('m');
    await at.press('Shift+ArrowUp');
    await at.press('Tab');
    await there(-3, 3, 1);
    await at.eventually(() => at.page.locator('#map-under').innerText()).not.toContain(at.t('map.grabbed'));
    await map().focus();
    await at.press('m');
    await at.press('Shift+ArrowDown');
    await at.press('m');
    await there(-3, 2, 1);
    await at.press('x');
    await there(-3, 2, 0);
    await at.press('Delete');
    await gone(-3, 2);
    await count().toBe(POINTS.length);
  });

  it('paints with the brush, and changes what the lasso holds', async () => {
    await own();
    await tool('brush').click();
    await drag([-4.6, 1], [-4.6, -2]);
    await tool('lasso').click();
    await drag([-5.8, 2], [-4, 2], [-4, -3], [-5.8, -3], [-5.8, 2]);
    await at.page.getByRole('combobox', { name: new RegExp(`^${at.t('points.class')}`) }).selectOption('0');
    const relabel = at.page.getByRole('button', { name: new RegExp(`^${at.t('tool.relabel')} \\(\\d+\\)$`) });
    const painted = Number(/\d+/.exec(await relabel.innerText())![0]);
    expect(painted).toBeGreaterThan(3);
    await relabel.click();
    await at.eventually(async () => (await at.points()).filter(([x, , label]) => Math.abs(x! + 4.6) < 0.3 && label === 0).length).toBe(painted);
    await at.key(at.button(`${at.t('tool.delete')} (${painted})`), 'Enter');
    await count().toBe(POINTS.length);
  });

  ways('gives new points the class that is chosen, a new one as well', async () => {
    await own();
    const label = at.page.getByRole('combobox', { name: new RegExp(`^${at.t('points.class')}`) });
    await label.selectOption('0');
    await go(-3, 0);
    await at.press('a');
    await there(-3, 0, 0);
    await at.key(label, 'End');
    await go(1, 0);
    await at.press('a');
    await at.eventually(async () => (await at.state()).classes.length).toBe(3);
  });

  it('gives new points the value that is typed', async () => {
    await at.page.locator('.sets input[value="plane"]').locator('xpath=..').click();
    await at.says('data.set', 'plane');
    await at.panel('output').locator('summary', { hasText: at.t('points.own') }).click();
    await at.type(at.page.getByRole('textbox', { name: at.t('points.value') }), '0.5');
    await tool('add').click();
    await click(5.5, 5.5);
    await there(5.5, 5.5, 0.5);
  });

  it('changes the points of a curve by mouse and by keys', async () => {
    await at.button(at.t('mode.curve')).click();
    await at.says('mode', 'curve');
    await own([[-5, -1], [-2, 0.5], [0, 0], [2, 0.5], [5, 1]]);
    const area = map();
    const x_of = (x: number) => at.eventually(async () => (await at.points()).some(([a]) => Math.abs(a! - x) < 0.2));
    const share = async (x: number) => { const [left = 0, right = 1] = (await at.state()).domain; return (x - left) / (right - left); };
    await tool('add').click();
    await at.click_at(area, await share(3), 0.5);
    await count().toBe(6);
    await x_of(3).toBe(true);
    await tool('delete').click();
    await at.click_at(area, await share(3), 0.5);
    await count().toBe(5);
    await tool('brush').click();
    await at.click_at(area, await share(-3), 0.4);
    await x_of(-3).toBe(true);
    await tool('move').click();
    const from = await at.spot(area, await share(-3), 0.4);
    const to = await at.spot(area, await share(-4), 0.3);
    await at.page.mouse.move(from.x, from.y);
    await at.page.mouse.down();
    await at.page.mouse.move(to.x, to.y, { steps: 4 });
    await at.page.mouse.up();
    await x_of(-4).toBe(true);
    await x_of(-3).toBe(false);
    await at.page.mouse.move(0, 0);
    await tool('brush').click();
    const [first, last] = [await at.spot(area, 0.55, 0.2), await at.spot(area, 0.75, 0.2)];
    await at.page.mouse.move(first.x, first.y);
    await at.page.mouse.down();
    await at.page.mouse.move(last.x, last.y, { steps: 10 });
    await at.page.mouse.up();
    await count().toBeGreaterThan(8);
    await at.page.mouse.move(0, 0);
    await at.page.waitForTimeout(400); // the last points of the stroke
    const before = (await at.points()).length;
    await at.key(area, 'Shift+ArrowRight', 'a');
    await count().toBe(before + 1);
    await at.press('Delete');
    await count().toBe(before);
  });

  ways('hides the units behind a curve, and fits it', async (use) => {
    await at.button(at.t('mode.curve')).click();
    await at.says('mode', 'curve');
    await at.page.getByRole('application', { name: at.t('map.curve') }).waitFor();
    const before = await ink('output-field');
    await use(at.page.getByRole('checkbox', { name: at.t('curve.segments') }), 'Space');
    await at.eventually(() => ink('output-field')).not.toBe(before);
    const r2 = (await at.head()).test.r2!;
    await at.page.locator('h1').click();
    await at.press('Shift+ArrowRight');
    await at.eventually(async () => (await at.head()).epoch).toBe(10);
    expect((await at.head()).test.r2).toBeGreaterThan(r2);
    expect(await at.page.getByTestId('scores').innerText()).toContain('R²');
  });

  ways('draws losses and accuracies, on a logarithmic axis too, and says them as tables', async (use) => {
    await at.press('Shift+ArrowRight');
    await at.eventually(async () => (await at.head()).epoch).toBe(10);
    const losses = at.panel('losses');
    const chart = () => losses.locator('.chart canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const line = await chart();
    await use(losses.getByRole('checkbox', { name: at.t('chart.log') }), 'Space');
    await at.eventually(chart).not.toBe(line);
    const what = losses.getByRole('group', { name: at.t('chart.what') });
    await use(what.getByRole('button', { name: at.t('accuracy'), exact: true }));
    await losses.getByRole('img', { name: at.t('chart.accuracy') }).waitFor();
    await use(what.getByRole('button', { name: at.t('loss'), exact: true }));
    await losses.getByRole('img', { name: at.t('chart.loss') }).waitFor();
    const table = losses.locator('details', { has: at.page.getByRole('button', { name: at.t('table.again'), includeHidden: true }) });
    await use(table.locator('summary'));
    const rows = () => at.eventually(() => table.locator('tbody tr').count());
    await rows().toBe((await at.numbers('history')).length / 5);
    await at.page.locator('h1').click();
    await at.press('ArrowRight');
    await at.eventually(async () => (await at.head()).epoch).toBe(11);
    await use(table.getByRole('button', { name: at.t('table.again') }));
    await rows().toBe((await at.numbers('history')).length / 5);
    const map_table = at.panel('output').locator('summary', { hasText: at.t('table') });
    await use(map_table);
    await at.eventually(() => at.panel('output').locator('tbody tr').count()).toBeGreaterThan(3);
    const test = (await at.numbers('test', 'points')).length / 3;
    expect((await at.numbers('confusion')).reduce((sum, n) => sum + n, 0)).toBe(test);
  });
});
