// The camera in front of a run's network, with Chromium's own pattern in its place: live with the maps, refused, absent, and off.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InspectionPicture } from '../src/protocol';
import { CAMERA } from './browser';
import { available, stand, TONGUES, WAIT, type Stand } from './studio';

declare global {
  interface Window { __opened: MediaStreamTrack[] }
}

const runs = mkdtempSync(join(tmpdir(), 'percept-runs-'));
if (process.env['PERCEPT_STUDIO_COMMAND']) process.env['PERCEPT_STUDIO_COMMAND'] += ` --runs ${runs}`;
afterAll(() => rmSync(runs, { recursive: true, force: true }));
const recipe = join(runs, 'small.toml');
writeFileSync(recipe, 'name = "small"\n[data]\nsource = "digits"\nlimit = 300\n[model]\nlayers = ["conv 4 5x5", "relu", "maxpool 2", "flatten", "linear 10"]\n[train]\nepochs = 1\n');

function with_run(at: Stand) {
  const { t } = at;
  beforeAll(() => void execFileSync(`/proc/${at.studio.process}/exe`, ['train', recipe, '--runs', runs], { stdio: 'ignore' }));
  beforeEach(async () => {
    await at.page.addInitScript(() => {
      window.__opened = [];
      const devices = navigator.mediaDevices;
      const open = devices?.getUserMedia.bind(devices);
      if (open) devices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        window.__opened.push(...stream.getTracks());
        return stream;
      };
    });
    await at.page.goto(`${at.studio.url}?lab=training&lang=${at.lang}&session=try-camera-${Date.now()}`);
    await at.page.waitForSelector('[data-panel="2"]');
    await at.page.getByRole('option', { name: /small-/ }).first().click();
    await at.panel('try').locator('.fold').click();
  });
  const on = {
    head: () => at.page.evaluate(() => window.__heard.heads['inspection'] as unknown as InspectionPicture | undefined),
    version: async () => (await on.head())?.version ?? 0,
    burning: () => at.page.evaluate(() => window.__opened.some(({ readyState }) => readyState === 'live')),
    live: async () => {
      await at.panel('try').getByRole('button', { name: t('conv.camera'), exact: true }).click();
      await expect.poll(async () => (await on.head())?.name, WAIT).toBe(t('conv.camera'));
      const before = await on.version();
      await expect.poll(on.version, WAIT).toBeGreaterThan(before + 5);
    },
    says: (key: Parameters<typeof t>[0]) => at.panel('try').getByRole('alert').getByText(t(key), { exact: true }).waitFor(),
  };
  return on;
}

const usable = available && Boolean(process.env['PERCEPT_STUDIO_COMMAND']);

describe.skipIf(!usable)('a camera before a network', () => {
  const at = stand({ browser: CAMERA });
  const { t } = at;
  const on = with_run(at);

  it('is answered frame by frame, with the maps of every layer', async () => {
    await on.live();
    expect((await on.head())!.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    await at.panel('try').getByRole('img', { name: t('conv.camera.input') }).waitFor();
    await at.panel('maps').locator('.fold').click();
    await expect.poll(async () => (await on.head())?.layers.length, WAIT).toBe(5);
    const before = await on.version();
    await expect.poll(on.version, WAIT).toBeGreaterThan(before + 5);
    expect(await at.panel('try').locator('tbody tr').count()).toBe(10);
    expect(await at.violations()).toEqual([]);
  });

  it.each(['off', 'a stroke', 'an example', 'a file', 'hidden', 'folded', 'unplugged'])('goes dark: %s', async (way) => {
    await on.live();
    expect(await on.burning()).toBe(true);
    const tried = at.panel('try');
    if (way === 'off') await at.button(t('conv.camera.stop')).click();
    if (way === 'a stroke') await at.click_at(tried.locator('.pad canvas'), 0.5);
    if (way === 'an example') await tried.getByRole('button', { name: t('train.try.show') }).click();
    if (way === 'a file') await tried.locator('input[type="file"]').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: await at.page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 30 } }) });
    if (way === 'folded') await tried.locator('.fold').click();
    if (way === 'unplugged') await at.page.evaluate(() => window.__opened[0]!.dispatchEvent(new Event('ended')));
    if (way === 'hidden') await at.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(on.burning, WAIT).toBe(false);
    if (way === 'hidden') await on.says('conv.camera.hidden');
    if (way === 'unplugged') await on.says('conv.camera.lost');
    const name = { 'a stroke': t('train.try.drawn'), 'an example': 'digits:test#0', 'a file': 'mine.png' }[way];
    if (name !== undefined) await expect.poll(async () => (await on.head())?.name, WAIT).toBe(name);
  });
});

describe.skipIf(!usable).each(TONGUES)('a camera that cannot be, before a network (%s)', (lang) => {
  const at = stand({ lang });
  const on = with_run(at);
  it.each([['NotAllowedError', 'conv.camera.denied'], ['NotFoundError', 'conv.camera.absent']] as const)('%s is a sentence', async (name, key) => {
    await at.page.evaluate((name) => { navigator.mediaDevices.getUserMedia = () => Promise.reject(Object.assign(new Error('no'), { name })); }, name);
    await at.button(at.t('conv.camera')).click();
    await on.says(key);
    expect(await at.button(at.t('conv.camera')).isEnabled()).toBe(true);
  });
});
