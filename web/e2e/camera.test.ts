// The camera in the convolution lab, with Chromium's own pattern in its place: live, frozen, mirrored, refused, lost, and off.
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConvolutionState } from '../src/protocol';
import { CAMERA } from './browser';
import { available, stand, WAIT, type Stand } from './studio';

declare global {
  interface Window { __tracks: MediaStreamTrack[]; __frames: number }
}

/** In the page: keeps the tracks of each camera, and counts the frames that come back. */
function watch(): void {
  window.__tracks = [];
  window.__frames = 0;
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    window.__tracks.push(...stream.getTracks());
    return stream;
  };
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(address: string | URL) {
      super(address);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string' && new TextDecoder().decode(new Uint8Array(data as ArrayBuffer, 4, 40)).includes('"live"')) ++window.__frames;
      });
    }
  };
}

function with_lab(at: Stand) {
  const { t } = at;
  beforeEach(async () => {
    await at.page.addInitScript(watch);
    await at.page.goto(`${at.studio.url}?lab=convolution&lang=${at.lang}&session=camera-${Date.now()}`);
    await at.page.waitForSelector('[data-name="walk"] table');
  });
  const on = {
    page: (): Page => at.page,
    state: () => at.page.evaluate(() => window.__heard.state as unknown as ConvolutionState),
    frames: () => at.page.evaluate(() => window.__frames),
    burning: () => at.page.evaluate(() => window.__tracks.some(({ readyState }) => readyState === 'live')),
    live: async () => {
      const before = await on.frames();
      await at.button(t('conv.camera')).click();
      await expect.poll(on.frames, WAIT).toBeGreaterThan(before + 3);
    },
    says: (key: Parameters<typeof t>[0]) => at.panel('picture').getByRole('alert').getByText(t(key), { exact: true }).waitFor(),
  };
  return on;
}

describe.skipIf(!available)('a camera', () => {
  const at = stand({ browser: CAMERA });
  const { t } = at;
  const on = with_lab(at);
  const view = (label: 'conv.camera.input' | 'conv.camera.output') => at.page.getByRole('img', { name: t(label) }).locator('canvas');
  /** The share of pixels of the live output that are not white: edges. */
  const edges = () => view('conv.camera.output').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (Math.min(data[i]!, data[i + 1]!, data[i + 2]!) < 200) ++count;
    return (4 * count) / data.length;
  });

  it('is filtered live, by the kernel that there is', async () => {
    await on.live();
    expect((await on.state()).given).toEqual([3, 480, 640]);
    expect(await view('conv.camera.output').evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height])).toEqual([638, 478]);
    expect(await edges()).toBeLessThan(0.2);
    await at.panel('kernel').getByRole('combobox').first().selectOption('identity');
    await expect.poll(edges, WAIT).toBeGreaterThan(0.5); // the picture itself
    await expect.poll(async () => Number(await at.page.locator('[data-rate]').getAttribute('data-rate')), WAIT).toBeGreaterThan(0);
    expect(await at.violations()).toEqual([]);
  });

  it('fills neither undo nor memory', async () => {
    await on.live();
    await expect.poll(on.frames, WAIT).toBeGreaterThan(40);
    await at.button(t('conv.camera.freeze')).click();
    await at.button(t('conv.camera.stop')).click();
    await at.button(t('undo')).click();
    await expect.poll(async () => (await on.state()).settings.picture, WAIT).toBe('digit');
    expect((await on.state()).undo).toBe(false);
  });

  it('is frozen by Space: then its numbers are there, and walked over', async () => {
    await on.live();
    await at.page.locator('body').click({ position: { x: 5, y: 300 } });
    await at.press('Space');
    await at.page.waitForSelector('[data-name="walk"] table');
    expect(await at.button(t('conv.camera.go_on')).getAttribute('aria-pressed')).toBe('true');
    const before = await on.frames();
    await at.focus(at.page.getByRole('application', { name: t('conv.output.label') }));
    for (const key of ['Home', 'PageUp', 'ArrowRight']) await at.press(key);
    await expect.poll(() => at.panel('walk').locator('.words').textContent(), WAIT).toContain(t('conv.place', { row: 1, column: 2 }).replace(/^r/, 'R'));
    expect((await on.frames()) - before).toBeLessThan(3);
    await at.page.locator('body').click({ position: { x: 5, y: 300 } });
    await at.press('Space');
    await expect.poll(on.frames, WAIT).toBeGreaterThan(before + 5);
  });

  it('is turned round as in a mirror, or not', async () => {
    await on.live();
    // The pattern has its wedge and its clock apart: the row of the clock tells left from right.
    const middle = () => view('conv.camera.input').evaluate((canvas: HTMLCanvasElement) => {
      const { data, width } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, 60);
      let [sum, count] = [0, 0];
      for (let y = 25; y < 58; ++y) for (let x = 50; x < width - 50; ++x) if (Math.max(data[4 * (y * width + x)]!, data[4 * (y * width + x) + 1]!) > 200) [sum, count] = [sum + x, count + 1];
      return count > 0 ? sum / count / width : 0.5;
    });
    const mirrored = await middle();
    await at.page.getByRole('checkbox', { name: t('conv.camera.mirrored') }).click();
    await expect.poll(middle, WAIT).toBeCloseTo(1 - mirrored, 1);
    expect(Math.abs(mirrored - 0.5)).toBeGreaterThan(0.03);
  });

  it.each(['off', 'a sample', 'a file', 'undo', 'hidden', 'another lab'])('goes dark by %s', async (way) => {
    await on.live();
    expect(await on.burning()).toBe(true);
    if (way === 'off') await at.button(t('conv.camera.stop')).click();
    if (way === 'a sample') await at.panel('picture').getByRole('combobox').first().selectOption('shapes');
    if (way === 'undo') await at.button(t('undo')).click();
    if (way === 'a file') await at.page.locator('input[type="file"]').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: await at.page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 30 } }) });
    if (way === 'hidden') {
      await at.page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await on.says('conv.camera.hidden');
    }
    if (way === 'another lab') {
      await at.page.getByRole('link', { name: t('playground') }).click();
      await at.page.waitForSelector('[data-name="network"]');
      return expect(await at.page.evaluate(() => window.__tracks.length)).toBe(0); // of this page; the other one is gone
    }
    await expect.poll(on.burning, WAIT).toBe(false);
    await at.button(t('conv.camera')).waitFor();
    const picture = { off: 'own', 'a sample': 'shapes', 'a file': 'own', undo: 'digit', hidden: 'own' }[way];
    await expect.poll(async () => (await on.state()).settings.picture, WAIT).toBe(picture);
    if (way === 'a file') expect((await on.state()).own).toBe('mine.png');
  });

  it('that is unplugged is told, and the last picture stays', async () => {
    await on.live();
    await at.page.evaluate(() => window.__tracks[0]!.dispatchEvent(new Event('ended')));
    await on.says('conv.camera.lost');
    expect((await on.state()).settings.picture).toBe('own');
    await on.live(); // and it can begin again
  });

  it('of settings that leave no output says why, and goes on when there is one', async () => {
    await on.live();
    await at.panel('operation').getByRole('combobox').selectOption('reflect');
    const padding = at.panel('operation').getByRole('textbox', { name: t('conv.padding'), exact: true });
    await at.page.getByRole('checkbox', { name: t('conv.transposed') }).click();
    await at.panel('picture').getByRole('alert').waitFor();
    const before = await on.frames();
    await at.page.getByRole('checkbox', { name: t('conv.transposed') }).click();
    await expect.poll(on.frames, WAIT).toBeGreaterThan(before + 3);
    expect(await padding.count()).toBe(1);
  });
});

describe.skipIf(!available).each(['en', 'fr'] as const)('a camera that cannot be (%s)', (lang) => {
  const at = stand({ lang });
  const on = with_lab(at);
  it.each([['NotAllowedError', 'conv.camera.denied'], ['NotFoundError', 'conv.camera.absent'], ['NotReadableError', 'conv.camera.busy'], ['Error', 'conv.camera.failed']] as const)('%s is a sentence', async (name, key) => {
    await at.page.evaluate((name) => { navigator.mediaDevices.getUserMedia = () => Promise.reject(Object.assign(new Error('no'), { name })); }, name);
    await at.button(at.t('conv.camera')).click();
    await on.says(key);
    expect((await on.state()).settings.picture).toBe('digit');
  });
  it('is refused by the browser itself', async () => {
    await at.button(at.t('conv.camera')).click(); // nobody allows it here, and there is none
    await at.panel('picture').getByRole('alert').waitFor();
    expect(await at.button(at.t('conv.camera')).isEnabled()).toBe(true);
  });
  it('is told where the browser has none to give', async () => {
    await at.page.evaluate(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
    await at.button(at.t('conv.camera')).click();
    await on.says('conv.camera.insecure');
  });
});
