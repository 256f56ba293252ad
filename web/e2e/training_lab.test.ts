// The training lab: a run is begun, watched, steered, killed and taken up again; by mouse and by keys, in both languages.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingPicture, TrainingState } from '../src/protocol';
import { available, stand, TONGUES, WAIT } from './studio';

// The runs of these tests stand apart, in a folder that goes with them.
const runs = mkdtempSync(join(tmpdir(), 'percept-runs-'));
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${runs}`;
afterAll(() => rmSync(runs, { recursive: true, force: true }));

/** The processes that train in the folder of these tests. */
const trainings = (): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((process) => {
  try {
    const words = readFileSync(`/proc/${process}/cmdline`, 'utf8').split('\0');
    return (words[1] === 'train' || words[1] === 'resume') && words.some((word) => word.startsWith(runs));
  } catch {
    return false;
  }
});

describe.skipIf(!available || !process.env['PERCEPT_STUDIO_COMMAND']).each(TONGUES)('the training lab (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  beforeAll(async () => {
    page = at.page;
    await page.goto(`${at.studio.url}?lab=training&lang=${lang}&session=training-${lang}`);
    await page.waitForSelector('[data-panel="2"]');
  });
  afterAll(() => { for (const each of trainings()) process.kill(each, 'SIGKILL'); });
  const state = () => page.evaluate(() => window.__heard.state as unknown as TrainingState);
  const head = () => page.evaluate(() => window.__heard.heads['training'] as unknown as TrainingPicture);
  const run = async () => (await state()).run;
  const step = async () => (await head()).step;
  const status = (wanted: string) => expect.poll(async () => (await run())?.status, WAIT).toBe(wanted);
  const start = () => at.panel('start');
  const field = (label: string) => start().getByRole('textbox', { name: label, exact: true });

  it('says what there is not yet, and what cannot be begun', async () => {
    expect(await at.panel('runs').textContent()).toContain(runs);
    await field(t('train.more')).fill('train.epcohs=1');
    await expect.poll(() => start().getByRole('alert').textContent(), WAIT).toContain('train.epochs');
    expect(await at.button(t('train.start')).isEnabled()).toBe(false);
    await field(t('train.more')).fill('--help');
    await expect.poll(() => start().getByRole('alert').textContent(), WAIT).toContain('--help');
    await field(t('train.more')).fill('');
    await start().getByRole('combobox').first().selectOption('');
    await start().getByRole('textbox', { name: t('train.recipe.path') }).fill('no-such-recipe.toml');
    await expect.poll(() => start().getByRole('alert').textContent(), WAIT).toContain('no-such-recipe');
    await start().getByRole('combobox').first().selectOption('linear');
    await expect.poll(() => start().getByRole('alert').count(), WAIT).toBe(0);
  });

  it('tells in the reader’s language why a training failed', async () => {
    await start().locator('input[list]').fill('folder:/no/such/folder');
    await at.button(t('train.start')).click();
    const told = start().locator('..').locator('.failed pre').first();
    await expect.poll(async () => ((await told.count()) > 0 ? told.textContent() : ''), WAIT).toContain(lang === 'fr' ? 'conseil' : 'hint');
    expect(await told.textContent()).toContain('/no/such/folder');
    await page.locator('.failed').getByRole('button').click();
    await start().locator('input[list]').fill('');
    await expect.poll(() => page.locator('.failed').count(), WAIT).toBe(0);
  });

  it('begins a run from a line that the terminal would take too, and the curve grows', async () => {
    await start().getByRole('combobox').first().selectOption('lenet');
    await field(t('train.epochs')).fill('40');
    await field(t('train.more')).fill('train.batch=32');
    await expect.poll(() => start().getByTestId('command').textContent(), WAIT).toBe('percept train lenet train.epochs=40 train.batch=32');
    await at.button(t('train.start')).click();
    await status('running');
    await expect.poll(async () => (await run())?.live, WAIT).toBe(true);
    expect((await run())?.name).toBe('lenet-1');
    await expect.poll(step, WAIT).toBeGreaterThan(30);
    await expect.poll(async () => (await head()).samples_per_second, WAIT).toBeGreaterThan(0);
    await expect.poll(() => at.panel('curves').locator('.twin').first().textContent(), WAIT).toContain(t('train'));
    expect(await at.panel('curves').locator('canvas').count()).toBe(2);
    expect(trainings()).toHaveLength(1);
  });

  it('pauses with the space bar, steps by keys, and goes on', async () => {
    await page.locator('main').focus();
    await at.press(' ');
    await status('paused');
    let before = -1; // the steps on their way may come behind the word that it is paused
    while (before !== (before = await step())) await page.waitForTimeout(200);
    await at.press('ArrowRight');
    await expect.poll(step, WAIT).toBe(before + 1);
    await at.press('Shift+ArrowRight');
    await expect.poll(step, WAIT).toBe(before + 11);
    await at.button(t('train.go_on')).click();
    await status('running');
    await expect.poll(step, WAIT).toBeGreaterThan(before + 11);
  });

  it('changes the learning rate and the momentum, keeps a note, and writes a snapshot', async () => {
    await at.type(at.panel('steer').getByRole('textbox', { name: t('train.momentum'), exact: true }), at.figure(0.5));
    await expect.poll(async () => (await run())?.momentum, WAIT).toBe(0.5);
    await at.type(at.panel('steer').getByRole('textbox', { name: t('lr'), exact: true }), at.figure(0.001));
    await expect.poll(async () => (await head()).lr, WAIT).toBeLessThan(0.00101);
    await at.type(at.panel('steer').getByRole('textbox', { name: t('lr'), exact: true }), '-1');
    expect(await at.panel('steer').getByRole('alert').count()).toBe(1);
    await at.press('Escape');
    await at.type(page.getByRole('textbox', { name: t('train.note'), exact: true }), 'plus lent « dès ici »');
    await expect.poll(async () => (await run())?.events.some((event) => event.kind === 'note' && event.what.fr.includes('dès ici')), WAIT).toBe(true);
    await expect.poll(() => at.panel('events').textContent(), WAIT).toContain('dès ici');
    await at.button(t('train.snapshot')).click();
    await expect.poll(() => page.locator('.toast').textContent(), WAIT).toContain('last.ckpt');
  });

  it('reads its chart by keys and has the numbers as a table', async () => {
    const chart = at.panel('curves').getByRole('application').first();
    await at.key(chart, 'Home');
    await expect.poll(() => at.panel('curves').locator('[aria-live]').first().textContent(), WAIT).toMatch(new RegExp(`^${t('train.step')} 1: `));
    const first = await at.panel('curves').locator('[aria-live]').first().textContent();
    await at.press('ArrowRight');
    await expect.poll(() => at.panel('curves').locator('[aria-live]').first().textContent(), WAIT).not.toBe(first);
    await at.panel('curves').getByText(t('table')).first().click();
    await expect.poll(() => at.panel('curves').locator('tbody tr').count(), WAIT).toBeGreaterThan(20);
    await at.panel('curves').getByText(t('table')).first().click();
  });

  it('says that a run was killed, and takes it up again', async () => {
    await expect.poll(() => existsSync(join(runs, 'lenet-1', 'last.ckpt')), WAIT).toBe(true);
    for (const each of trainings()) process.kill(each, 'SIGKILL');
    await status('stopped');
    await expect.poll(() => at.panel('steer').locator('.what').textContent(), WAIT).toContain(t('train.resume'));
    await at.button(t('train.resume')).click();
    await status('running');
    await expect.poll(async () => (await run())?.live, WAIT).toBe(true);
    const before = await step();
    await expect.poll(step, WAIT).toBeGreaterThan(before);
    expect((await run())?.name).toBe('lenet-1');
  });

  it('stops it with a checkpoint', async () => {
    await at.button(t('train.stop')).click();
    await status('interrupted');
    expect(trainings()).toHaveLength(0);
    expect(JSON.parse(readFileSync(join(runs, 'lenet-1', 'manifest.json'), 'utf8')).status).toBe('interrupted');
  });

  it('attaches to a run that was begun in a terminal, which outlives the page', async () => {
    const program = readFileSync(`/proc/${at.studio.process}/cmdline`, 'utf8').split('\0')[0]!;
    const begun = execFileSync('/bin/sh', ['-c', '"$0" train linear train.epochs=400 --runs "$1" >/dev/null 2>&1 & echo $!', at.studio.process === null ? program : `/proc/${at.studio.process}/exe`, runs], { encoding: 'utf8' });
    expect(Number(begun)).toBeGreaterThan(0);
    const row = page.getByRole('option', { name: /linear-1/ });
    await row.click();
    await expect.poll(async () => (await run())?.name, WAIT).toBe('linear-1');
    await expect.poll(async () => (await run())?.live, WAIT).toBe(true);
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await expect.poll(async () => (await run())?.live, WAIT).toBe(true);
    expect(await row.getAttribute('aria-selected')).toBe('true');
    await at.button(t('train.stop')).click();
    await status('interrupted');
  });

  it('chooses runs by keys and filters them', async () => {
    const list = page.getByRole('listbox', { name: t('train.runs') });
    await at.key(list, 'End');
    await expect.poll(async () => (await run())?.name, WAIT).toBe('lenet-1');
    await at.key(list, 'Home');
    await expect.poll(async () => (await run())?.name, WAIT).toBe('linear-1');
    await page.getByRole('textbox', { name: t('train.filter') }).fill('lenet');
    await expect.poll(() => page.getByRole('listbox', { name: t('train.runs') }).getByRole('option').count(), WAIT).toBe(1);
    await page.getByRole('textbox', { name: t('train.filter') }).fill('');
  });

  it('stars, tags, sorts and deletes runs in a table, and brings them back', async () => {
    await at.button(t('train.table')).click();
    const table = page.getByRole('dialog').getByRole('table');
    const names = () => table.locator('tbody tr:not([aria-hidden]) td:nth-child(3)').allTextContents().then((all) => all.map((name) => name.trim()));
    await expect.poll(names, WAIT).toEqual(['linear-1', 'lenet-1']);
    await table.getByRole('button', { name: t('train.column.name') }).click();
    await expect.poll(names, WAIT).toEqual(['lenet-1', 'linear-1']);
    await at.button(t('train.star', { run: 'lenet-1' })).click();
    await expect.poll(() => existsSync(join(runs, 'lenet-1', 'labels.json')) && JSON.parse(readFileSync(join(runs, 'lenet-1', 'labels.json'), 'utf8')).star, WAIT).toBe(true);
    await at.button(t('train.labels', { run: 'lenet-1' })).click();
    await page.getByRole('textbox', { name: t('train.tags') }).fill('lent, à revoir');
    await at.type(page.getByRole('textbox', { name: t('train.remark') }), 'tué une fois');
    await expect.poll(() => table.textContent(), WAIT).toContain('lent, à revoir');
    expect(await at.violations(page)).toEqual([]);
    await page.getByRole('checkbox', { name: t('train.choose.one', { run: 'lenet-1' }) }).check();
    await at.button(t('train.delete', { n: 1 })).click();
    await expect.poll(names, WAIT).toEqual(['linear-1']);
    expect(existsSync(join(runs, 'lenet-1'))).toBe(false);
    await at.button(t('train.undelete')).click();
    await expect.poll(names, WAIT).toEqual(['lenet-1', 'linear-1']);
    expect(existsSync(join(runs, 'lenet-1', 'last.ckpt'))).toBe(true);
    await at.press('Escape');
  });

  it('is for everyone: axe, a narrow window, 200 % text', async () => {
    expect(await at.violations(page)).toEqual([]);
    for (const [width, height] of [[700, 900], [360, 740]] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  });
});
