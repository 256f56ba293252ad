// The studio's server is killed while a run trains, and the tab is closed: nothing is lost, and the page goes on.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingPicture, TrainingState } from '../src/protocol';
import { available, stand, start, TONGUES, WAIT } from './studio';

const runs = mkdtempSync(join(tmpdir(), 'percept-runs-'));
/** One that nobody has: the server that comes after must have the same. */
const port = await new Promise<number>((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address() as AddressInfo;
    probe.close(() => found(port));
  });
});
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${runs} --port ${port}`;
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const trainings = (): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((process) => {
  try {
    const words = readFileSync(`/proc/${process}/cmdline`, 'utf8').split('\0');
    return words[1] === 'train' && words.some((word) => word.startsWith(runs));
  } catch {
    return false;
  }
});

describe.skipIf(!available || !process.env['PERCEPT_STUDIO_COMMAND']).each(TONGUES)('killing (%s)', (lang) => {
  const at = stand({ lang, shared: true });
  const { t } = at;
  let page: Page;
  const address = () => `${at.studio.url}?lab=training&lang=${lang}&session=kill-${lang}`;
  const state = (from = page) => from.evaluate(() => window.__heard.state as unknown as TrainingState);
  const head = (from = page) => from.evaluate(() => window.__heard.heads['training'] as unknown as TrainingPicture | undefined);
  const step = async (from = page) => (await head(from))?.step ?? 0;
  /** The losses of each step that the run has written. */
  const written = () => readFileSync(join(runs, 'lenet-1', 'metrics.jsonl'), 'utf8').split('\n').filter((line) => line.includes('"split":"train"') && line.includes('"name":"loss"')).map((line) => (JSON.parse(line) as { step: number }).step);

  beforeAll(async () => {
    page = at.page;
    await page.goto(address());
    await page.waitForSelector('[data-panel="2"]');
    await at.panel('start').getByRole('combobox').first().selectOption('lenet');
    await at.panel('start').getByRole('textbox', { name: t('train.epochs'), exact: true }).fill('200');
    await at.button(t('train.start')).click();
  });
  afterAll(() => { for (const each of trainings()) process.kill(each, 'SIGKILL'); });

  it('the server leaves the training alone; the page says so, and goes on when there is a server again', async () => {
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(20);
    const [training, before] = [trainings(), await step()];
    expect(training).toHaveLength(1);
    process.kill(at.studio.process!, 'SIGKILL');
    await page.locator('.banner').waitFor();
    expect(await page.locator('.banner').textContent()).toContain(t('train.offline'));
    const alone = written().length;
    await expect.poll(() => written().length, WAIT).toBeGreaterThan(alone);
    expect(trainings()).toEqual(training);
    const again = await start(); // at the same port
    try {
      await expect.poll(() => page.locator('.banner').count(), { timeout: 30_000 }).toBe(0);
      await expect.poll(async () => (await state()).run?.live, WAIT).toBe(true);
      expect((await state()).run?.name).toBe('lenet-1');
      await expect.poll(step, WAIT).toBeGreaterThan(before);
      const steps = written();
      expect(steps).toEqual(steps.map((_, i) => i + 1)); // each once, none is missing
      await expect.poll(async () => page.locator('[data-name="curves"] canvas').count(), WAIT).toBeGreaterThan(0);
    } finally {
      at.studio = { ...again, url: at.studio.url };
    }
  });

  it('the tab leaves the training alone: another one at the same address shows the run as it is now', async () => {
    const before = await step();
    const place = page.url();
    await page.close();
    const alone = written().length;
    await expect.poll(() => written().length, WAIT).toBeGreaterThan(alone);
    const next = await at.open('', { lang });
    await next.goto(place);
    await expect.poll(async () => (await state(next).catch(() => null))?.run?.name, WAIT).toBe('lenet-1');
    await expect.poll(() => step(next), WAIT).toBeGreaterThan(before);
    await next.getByRole('button', { name: t('train.stop'), exact: true }).click();
    await expect.poll(async () => (await state(next)).run?.status, WAIT).toBe('interrupted');
    expect(trainings()).toHaveLength(0);
    await next.context().close();
  });
});
