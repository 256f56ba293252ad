// Where the tests find a studio, and what they all need of it: a page in a language, and what the engine says of itself.
// PERCEPT_STUDIO_URL is one that runs; PERCEPT_STUDIO_COMMAND starts one, which prints its address. With neither, the tests
// are left out. PERCEPT_STUDIO_PAGES=dist shows the pages that have just been built, whatever the program has in it.
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { preview } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Picture, State } from '../src/protocol';
import { en } from '../src/words/en';
import { fr } from '../src/words/fr';
import { format_number, type Tongue } from '../src/words/numbers';
import { launch } from './browser';

export const available = Boolean(process.env['PERCEPT_STUDIO_URL'] ?? process.env['PERCEPT_STUDIO_COMMAND']);
/** At length: with both languages where one and the same is done in each, and what takes minutes. */
export const long = process.env['PERCEPT_LONG'] === '1';
export const TONGUES: Tongue[] = long ? ['en', 'fr'] : ['fr'];
export const WAIT = { timeout: 12_000 };

// ------------------------------------------------------------------------------------------------ the server

export interface Studio { url: string; process: number | null; stop(): Promise<void> }

/** The program itself, below the shell that started it. */
function innermost(process: number): number {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1]) === process) return innermost(Number(entry));
    } catch {
      // It has ended meanwhile.
    }
  }
  return process;
}

export async function start(): Promise<Studio> {
  const engine = await start_engine();
  if (!process.env['PERCEPT_STUDIO_PAGES']) return engine;
  const target = engine.url.replace(/\/$/, '');
  const line = { target, changeOrigin: true, headers: { origin: target } };
  const pages = await preview({ configFile: false, root: fileURLToPath(new URL('..', import.meta.url)), logLevel: 'silent', base: '/', build: { outDir: process.env['PERCEPT_STUDIO_PAGES'] }, preview: { host: '127.0.0.1', proxy: { '/api': line, '/ws': { ...line, ws: true } } } });
  const address = pages.httpServer.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { ...engine, url: `http://127.0.0.1:${port}/`, stop: async () => { pages.httpServer.close(); await engine.stop(); } };
}

async function start_engine(): Promise<Studio> {
  const url = process.env['PERCEPT_STUDIO_URL'];
  if (url) return { url: url.endsWith('/') ? url : `${url}/`, process: null, stop: async () => undefined };
  const child: ChildProcess = spawn('/bin/sh', ['-c', process.env['PERCEPT_STUDIO_COMMAND'] ?? ''], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const found = await new Promise<string>((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the studio printed no address: ${said}`)), 60_000);
    child.stdout?.on('data', (data) => {
      said += String(data);
      const address = /http:\/\/[^\s/]+/.exec(said)?.[0];
      if (address) {
        clearTimeout(timer);
        resolve(`${address}/`);
      }
    });
    child.on('exit', () => reject(new Error(`the studio ended: ${said}`)));
  });
  return {
    url: found,
    process: child.pid === undefined ? null : innermost(child.pid),
    stop: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      await ended; // the next one may want the same port
    },
  };
}

// ------------------------------------------------------------------------------------------------ what the engine says

interface Heard { state: State | null; heads: Record<string, Picture>; pictures: Record<string, ArrayBuffer>; sent: Record<string, unknown>[] }
declare global {
  interface Window { __heard: Heard }
}

/** In the page, before anything else: keeps what comes over the line, and what the page asks for. */
export function listen(): void {
  const heard: Heard = { state: null, heads: {}, pictures: {}, sent: [] };
  window.__heard = heard;
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
        try {
          if (typeof data === 'string') {
            const message = JSON.parse(data) as State;
            if (message.event === 'state') heard.state = message;
          } else {
            const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, new DataView(data).getUint32(0, true)))) as Picture;
            heard.heads[head.kind] = head;
            heard.pictures[head.kind] = data;
          }
        } catch {
          // Some tests send what is no message.
        }
      });
    }
    override send(data: string | ArrayBuffer): void {
      const text = typeof data === 'string' ? data : new TextDecoder().decode(new Uint8Array(data, 4, new DataView(data).getUint32(0, true)));
      const request = JSON.parse(text) as Record<string, unknown>;
      if (request['ask'] !== 'next' && request['ask'] !== 'probe') heard.sent = [...heard.sent.slice(-99), request];
      super.send(data);
    }
  };
}

// ------------------------------------------------------------------------------------------------ a page under test

export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const setting_in = (from: unknown, path: string): unknown => path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], from);
type Texts = Record<string, string>;

export interface Options { lang?: Tongue; size?: { width: number; height: number }; context?: BrowserContextOptions; browser?: string[] }

export class Stand {
  page!: Page;
  studio!: Studio;
  browser!: Browser;
  lang: Tongue = 'en';
  errors: string[] = [];
  private turn = 0;

  /** A page of a session of its own. */
  async open(query = '', { lang = this.lang, size = { width: 1280, height: 900 }, context: wishes = {} }: Options = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: size, permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true, ...wishes });
    await context.addInitScript(listen);
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT.timeout);
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION/.test(message.text())) this.errors.push(message.text()); });
    page.on('request', (request) => { if (!/^(blob:|data:)/.test(request.url()) && new URL(request.url()).host !== new URL(this.studio.url).host) this.errors.push(`asks elsewhere: ${request.url()}`); });
    await page.goto(`${this.studio.url}${query || `?lang=${lang}&session=e2e-${process.pid}-${Date.now()}-${++this.turn}`}`);
    await page.waitForSelector('#tile-0-0', { state: 'attached' });
    await page.waitForFunction(() => (window.__perceptPaint?.length ?? 0) > 0);
    return page;
  }

  t = (key: keyof typeof en, values: Record<string, string | number> = {}): string =>
    ((this.lang === 'fr' ? fr : en) as Texts)[key]!.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
  /** A number as a reader of this language types it. */
  figure = (value: number): string => format_number(value, this.lang, 8);

  state = (): Promise<State> => this.page.evaluate(() => window.__heard.state!);
  head = (kind = 'network'): Promise<Picture> => this.page.evaluate((wanted) => window.__heard.heads[wanted]!, kind);
  setting = async (path: string): Promise<unknown> => setting_in((await this.state()).settings, path);
  sent = (ask: string): Promise<Record<string, unknown> | undefined> => this.page.evaluate((wanted) => window.__heard.sent.filter((one) => one['ask'] === wanted).pop(), ask);
  /** The numbers of one blob of the last picture. */
  numbers = (name: string, kind = 'network'): Promise<number[]> => this.page.evaluate(([name, kind]) => {
    const [head, picture] = [window.__heard.heads[kind!]!, window.__heard.pictures[kind!]!];
    let at = 4 + new DataView(picture).getUint32(0, true);
    for (const blob of head.blobs) {
      const count = blob.shape.reduce((product, side) => product * side, 1);
      if (blob.name === name) return Array.from(blob.type === 'f32' ? new Float32Array(picture, at, count) : blob.type === 'i8' ? new Int8Array(picture, at, count) : new Uint8Array(picture, at, count));
      at += Math.ceil((count * (blob.type === 'f32' ? 4 : 1)) / 4) * 4;
    }
    return [];
  }, [name, kind]);
  /** Training and test points together: [x1, x2, label]. */
  points = async (): Promise<number[][]> => {
    const flat = [...(await this.numbers('train', 'points')), ...(await this.numbers('test', 'points'))];
    return Array.from({ length: flat.length / 3 }, (_, i) => flat.slice(3 * i, 3 * i + 3));
  };

  eventually = <T>(check: () => Promise<T>) => expect.poll(check, WAIT);
  /** What the engine says of a setting, sooner or later. */
  says = (path: string, value: unknown) => expect.poll(() => this.setting(path), { ...WAIT, message: path }).toEqual(value);

  press = (key: string): Promise<void> => this.page.keyboard.press(key);
  button = (name: string): Locator => this.page.getByRole('button', { name, exact: true });
  /** Puts the focus there without a click, as one who comes by keys. */
  async focus(target: Locator): Promise<void> {
    await this.press('Shift');
    await target.focus();
    await target.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  }
  async key(target: Locator, ...keys: string[]): Promise<void> {
    await this.focus(target);
    for (const key of keys) await this.press(key);
  }
  async type(target: Locator, text: string): Promise<void> {
    await target.fill(text);
    await this.press('Enter');
  }
  /** A click at some share of the width and height of it. */
  async click_at(target: Locator, across: number, down = 0.5): Promise<void> {
    const { x, y } = await this.spot(target, across, down);
    await this.page.mouse.click(x, y);
  }
  async spot(target: Locator, across: number, down: number): Promise<{ x: number; y: number }> {
    await target.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = (await target.boundingBox())!;
    return { x: box.x + across * box.width, y: box.y + down * box.height };
  }
  panel = (name: string): Locator => this.page.locator(`[data-name="${name}"]`);

  /** What axe finds against the rules for everyone's access. */
  async violations(page = this.page): Promise<string[]> {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
    return page.evaluate(async () => {
      const { violations } = await (window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + (failureSummary ?? '').slice(0, 300)).join(' | ')}`);
    });
  }
}

/** A studio and a browser for the tests of a block; a fresh page for each test, or one for all of them. */
export function stand({ shared = false, ...options }: Options & { shared?: boolean } = {}): Stand {
  const at = new Stand();
  at.lang = options.lang ?? 'en';
  const begin = async () => { at.page = await at.open('', options); };
  beforeAll(async () => {
    at.studio = await start();
    at.browser = await launch(options.browser);
    if (shared) await begin();
  });
  afterAll(async () => {
    await at.browser?.close();
    await at.studio?.stop();
  });
  beforeEach(async () => {
    at.errors = [];
    if (!shared) await begin();
  });
  afterEach(async () => {
    if (!shared) await at.page?.context().close();
    expect(at.errors).toEqual([]);
  });
  return at;
}

// ------------------------------------------------------------------------------------------------ tables of controls

/** A control: what is done to it, and what the engine's settings must say after. */
export interface Control { what: string; path: string; act(): Promise<unknown>; says: unknown }

const named = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

/** A slider with its number box: by mouse (near to a share of its way), by keys, and typed. */
export function slider(at: Stand, path: string, label: string, { near, keys, typed }: { near: [share: number, low: number, high: number]; keys: [string[], number]; typed: number }): Control[] {
  const range = () => at.page.getByRole('slider', { name: named(label) }).first();
  const box = () => at.page.getByRole('textbox', { name: named(label) }).first();
  return [
    { what: `${path} by mouse`, path, act: () => at.click_at(range(), near[0]), says: expect.toSatisfy((value: number) => value >= near[1] && value <= near[2], `from ${near[1]} to ${near[2]}`) },
    { what: `${path} by keys`, path, act: () => at.key(range(), ...keys[0]), says: keys[1] },
    { what: `${path} typed`, path, act: () => at.type(box(), at.figure(typed)), says: typed },
  ];
}

/** A list to choose from: `value` by mouse, the one after it by keys. */
export function list(at: Stand, path: string, label: string, value: string, next: unknown, first: unknown = value): Control[] {
  const select = () => at.page.getByRole('combobox', { name: label, exact: true });
  return [
    { what: `${path} by mouse`, path, act: () => select().selectOption(value), says: first },
    { what: `${path} by keys`, path, act: () => at.key(select(), 'ArrowDown'), says: next },
  ];
}
