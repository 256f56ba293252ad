// How the page looks, helps and is found one's way in: by mouse and by keys, in both languages; and what axe says of it.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { available, stand, TONGUES } from './studio';

describe.skipIf(!available).each(TONGUES.flatMap((lang) => ['mouse', 'keys'].map((way) => [lang, way] as const)))('the shell (%s, %s)', (lang, way) => {
  const at = stand({ lang, shared: true });
  const use = (target: Locator, key = 'Enter') => (way === 'mouse' ? target.click() : at.key(target, key));
  const root = (name: string) => at.eventually(() => at.page.locator('html').getAttribute(name));
  const kept = (name: string) => at.eventually(() => at.page.evaluate((name) => (JSON.parse(localStorage.getItem('percept.preferences') ?? '{}') as Record<string, unknown>)[name], name));
  const menu = () => at.page.locator('.menu > button', { hasText: at.t('settings') });
  const focused = () => at.eventually(() => at.page.evaluate(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel') ?? null));

  it('has settings that are kept', async () => {
    await use(menu());
    const choose = async (key: 'theme' | 'palette' | 'text.size', value: string, keys: string[]) => {
      const select = at.page.locator('.sheet label', { hasText: at.t(key) }).locator('select');
      await (way === 'mouse' ? select.selectOption({ value }) : at.key(select, ...keys));
    };
    await choose('theme', 'dark', ['End']);
    await root('data-theme').toBe('dark');
    await kept('theme').toBe('dark');
    await choose('theme', 'light', ['ArrowUp']);
    await root('data-theme').toBe('light');
    await choose('palette', 'greyscale', ['End']);
    await root('data-palette').toBe('greyscale');
    await choose('palette', 'blue-orange', ['Home']);
    await root('data-palette').toBe('blue-orange');
    await choose('text.size', '150', ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown']);
    await root('style').toContain('150%');
    await choose('text.size', '100', ['Home']);
    for (const [key, name, value] of [['still', 'still', true], ['sound', 'sound', true], ['lessons.show', 'lessons', false], ['lessons.show', 'lessons', true], ['still', 'still', false], ['sound', 'sound', false]] as const) {
      await use(at.page.locator('.sheet').getByRole('checkbox', { name: at.t(key) }), 'Space');
      await kept(name).toBe(value);
    }
    await root('data-still').toBe('false');
    expect(await at.page.locator('.strip').count()).toBe(1);
    const tongue = at.page.locator('.sheet select').first();
    await (way === 'mouse' ? tongue.selectOption(lang === 'en' ? 'fr' : 'en') : at.key(tongue, lang === 'en' ? 'End' : 'Home'));
    await root('lang').toBe(lang === 'en' ? 'fr' : 'en');
    await (way === 'mouse' ? tongue.selectOption(lang) : at.key(tongue, lang === 'en' ? 'Home' : 'End'));
    await root('lang').toBe(lang);
    await (way === 'mouse' ? at.page.locator('h1').click() : at.press('Escape'));
    await at.eventually(() => at.page.locator('.sheet').count()).toBe(0);
  });

  it('speaks the other language at once, numbers and title as well', async () => {
    const other = lang === 'en' ? 'fr' : 'en';
    const rate = () => at.eventually(() => at.panel('training').locator('input.figures').first().inputValue());
    await rate().toBe(lang === 'en' ? '0.03' : '0,03');
    await (way === 'mouse' ? at.page.locator('.tongue').click() : at.press('l'));
    await root('lang').toBe(other);
    await rate().toBe(other === 'en' ? '0.03' : '0,03');
    expect(await at.page.title()).toContain(other === 'en' ? 'Playground' : 'Terrain de jeu');
    await at.page.locator('h1').click();
    await at.press('l');
    await root('lang').toBe(lang);
  });

  it('has palettes of colours, one after the other', async () => {
    for (const palette of ['viridis', 'greyscale', 'blue-orange']) {
      if (way === 'mouse') {
        await at.button(at.t('commands')).click();
        await at.page.getByRole('combobox', { name: at.t('commands.find') }).fill(at.t('key.colours'));
        await at.page.locator('[role="listbox"] [role="option"]').first().click();
      } else await at.press('p');
      await root('data-palette').toBe(palette);
    }
  });

  it('explains words, finds commands, and helps', async () => {
    await use(at.button(at.t('glossary')));
    const glossary = at.page.getByRole('dialog', { name: at.t('glossary') });
    const all = await glossary.locator('dt').count();
    await glossary.getByRole('textbox', { name: at.t('glossary.find') }).fill('gradient');
    await at.eventually(() => glossary.locator('dt').count()).toBeLessThan(all);
    expect(await glossary.locator('dt').count()).toBeGreaterThan(0);
    await (way === 'mouse' ? glossary.getByRole('button', { name: at.t('close') }).click() : at.press('Escape'));
    await at.eventually(() => glossary.count()).toBe(0);
    const help = at.page.getByRole('dialog', { name: at.t('help') });
    await (way === 'mouse' ? at.button(at.t('help')).click() : at.press('?'));
    expect(await help.locator('tr').count()).toBeGreaterThan(15);
    await (way === 'mouse' ? at.page.mouse.click(5, 450) : at.press('Escape')); // beside it
    await at.eventually(() => help.count()).toBe(0);
    await (way === 'mouse' ? at.button(at.t('commands')).click() : at.press('/'));
    await at.page.getByRole('combobox', { name: at.t('commands.find') }).fill(`${at.t('step.forward')} ${at.t('step.epoch')}`);
    await (way === 'mouse' ? at.page.locator('[role="listbox"] [role="option"]').first().click() : at.press('Enter'));
    await at.eventually(async () => (await at.head()).epoch).toBe(1);
    await at.press('r');
    await at.eventually(async () => (await at.head()).epoch).toBe(0);
  });

  it('goes to each panel by its number, and folds it', async () => {
    for (const place of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      await at.press(String(place));
      await focused().toBe(String(place));
      const fold = at.page.locator(`[data-panel="${place}"] .fold`);
      expect(await fold.getAttribute('aria-expanded')).toBe('true');
      for (const open of ['false', 'true']) {
        await use(fold);
        await at.eventually(() => fold.getAttribute('aria-expanded')).toBe(open);
        expect(await at.page.locator(`[data-panel="${place}"] .body`).count()).toBe(open === 'true' ? 1 : 0);
      }
    }
  });

  it('explains a field', async () => {
    const bubble = at.page.locator('.bubble');
    if (way === 'mouse') await at.button(at.t('teach.about', { about: at.t('lr') })).click();
    else await at.key(at.page.getByRole('textbox', { name: at.t('lr'), exact: true }), 'F1');
    await at.eventually(() => bubble.innerText()).toBe(at.t('teach.lr'));
    await (way === 'mouse' ? at.page.locator('h1').click() : at.press('Escape'));
    await at.eventually(() => bubble.count()).toBe(0);
  });
});

describe.skipIf(!available).each(TONGUES)('a narrow page (%s)', (lang) => {
  const at = stand({ lang, size: { width: 360, height: 800 } });
  const seen = () => at.eventually(() => at.page.locator('[data-column]').evaluateAll((columns) => columns.filter((one) => one.clientHeight > 0).map((one) => one.id)));

  it('shows one column at a time, chosen by mouse and by arrows', async () => {
    await seen().toEqual(['column-net']);
    for (const column of ['in', 'out', 'net'] as const) {
      await at.page.getByRole('tab', { name: at.t(`column.${column}`) }).click();
      await seen().toEqual([`column-${column}`]);
    }
    for (const [key, column] of [['ArrowRight', 'out'], ['ArrowRight', 'in'], ['ArrowLeft', 'out'], ['ArrowLeft', 'net']] as const) {
      await at.press(key);
      await seen().toEqual([`column-${column}`]);
      expect(await at.page.evaluate(() => document.activeElement?.id)).toBe(`tab-${column}`);
    }
    expect((await at.head()).step).toBe(0); // the arrows were for the tabs
    expect(await at.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

describe.skipIf(!available)('for everyone', () => {
  const at = stand({ context: { bypassCSP: true } });
  const dialog = (name: string): Locator => at.page.getByRole('dialog', { name });
  /** Each is looked at as it is reached, one after the other on the same page. */
  const SIGHTS: [string, (page: Page) => Promise<unknown>][] = [
    ['as it opens', async () => undefined],
    ['help', async () => { await at.press('?'); await dialog(at.t('help')).waitFor(); }],
    ['glossary', async () => { await at.press('Escape'); await at.button(at.t('glossary')).click(); await dialog(at.t('glossary')).waitFor(); }],
    ['commands', async () => { await at.press('Escape'); await at.press('/'); await dialog(at.t('commands')).waitFor(); }],
    ['menu of settings', async (page) => { await at.press('Escape'); await page.locator('.menu > button', { hasText: at.t('settings') }).click(); }],
    ['menu of sharing', async (page) => { await page.locator('.menu > button', { hasText: at.t('share') }).click(); }],
    ['a layer’s sheet', async () => { await at.press('Escape'); await at.button(at.t('layer.settings', { layer: at.t('layer.hidden', { n: 2 }) })).click(); }],
    ['the card of a weight', async (page) => { await at.press('Escape'); await at.key(page.locator('#edge-0'), 'Enter'); await dialog(at.t('weight.card')).waitFor(); }],
    ['a unit explained', async (page) => { await at.press('Escape'); await page.locator('#tile-1-0').click(); await at.panel('inspector').locator('.katex').first().waitFor(); }],
    ['a bubble', async () => { await at.button(at.t('teach.about', { about: at.t('lr') })).click(); }],
    ['the lottery drawn', async (page) => {
      await at.type(page.getByRole('textbox', { name: at.t('what_if.epochs'), exact: true }), '5');
      await at.type(page.getByRole('textbox', { name: at.t('lottery.seeds'), exact: true }), '4');
      await at.panel('what_if').getByRole('button', { name: at.t('lottery.draw'), exact: true }).click();
      await page.locator('.runs button').nth(3).waitFor();
    }],
    ['the grid trained', async (page) => {
      await page.getByRole('textbox', { name: at.t('sweep.row_values') }).fill('0.01 0.1');
      await at.button(at.t('sweep.run')).click();
      await at.panel('what_if').locator('td button').first().waitFor();
    }],
    ['the warp and the stop rules', async () => { for (const name of ['warp', 'stop']) await at.panel(name).locator('.fold').click(); await at.panel('warp').locator('canvas').waitFor(); }],
    ['tables and own points', async (page) => { for (const summary of await page.locator('#column-out summary').all()) await summary.click(); }],
    ['the surface', async () => { await at.button(at.t('map.surface')).click(); await at.page.getByRole('application', { name: at.t('surface.label') }).waitFor(); }],
    ['a problem told', async (page) => { await at.type(page.getByRole('textbox', { name: at.t('features.own') }), 'wrong('); await page.locator('.toast').waitFor(); }],
    ['a lesson', async (page) => { await page.getByRole('combobox', { name: at.t('lessons') }).selectOption('first-network'); await page.locator('.strip li.current').waitFor(); }],
    ['curves', async () => { await at.button(at.t('mode.curve')).click(); await at.says('mode', 'curve'); }],
  ];
  it.each([['en', 'light'], ['fr', 'dark']] as const)('axe finds nothing in any sight (%s, %s)', async (lang, colorScheme) => {
    const [first, before] = [at.page, at.lang];
    at.lang = lang;
    at.page = await at.open('', { lang, context: { colorScheme, bypassCSP: true } });
    const found: string[] = [];
    for (const [name, reach] of SIGHTS) {
      await reach(at.page);
      found.push(...(await at.violations()).map((one) => `${name}: ${one}`));
    }
    await at.page.context().close();
    [at.page, at.lang] = [first, before];
    expect([...new Set(found)]).toEqual([]);
  }, 180_000);

  it.each([['fr', 'light'], ['en', 'dark']] as const)('axe finds nothing on a narrow page (%s, %s)', async (lang, colorScheme) => {
    const page = await at.open('', { lang, size: { width: 360, height: 800 }, context: { colorScheme, bypassCSP: true } });
    const found: string[] = [];
    for (const column of ['net', 'in', 'out']) {
      await page.click(`#tab-${column}`);
      found.push(...(await at.violations(page)).map((one) => `${column}: ${one}`));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
    await page.context().close();
    expect(found).toEqual([]);
  });
});
