// A small stand-in for "percept studio" that the tests of the pages run against: it serves dist/ and speaks the protocol.
// Prints its address. PORT sets the port; FAKE_DELAY delays answers, in milliseconds.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Request } from '../../src/protocol';
import { CATALOGUE } from './catalogue';
import { Refusal, Session } from './session';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json' };
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'";

const http = createServer((request, response) => {
  const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
  if (path === '/api/catalogue') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(CATALOGUE));
    return;
  }
  const file = join(DIST, path === '/' ? 'index.html' : path);
  if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
  createReadStream(file).pipe(response);
});

const sessions = new Map<string, Session>();

function answer(session: Session, request: Request, socket: WebSocket): object {
  switch (request.ask) {
    case 'play': session.playing = true; session.rate = request.epochs_per_second; session.fresh = true; break;
    case 'pause': session.playing = false; session.fresh = true; break;
    case 'step': {
      const steps = request.unit === 'epoch' ? session.per_epoch : 1;
      session.playing = false;
      if (request.count < 0) session.seek(session.step + steps * request.count); else session.advance(steps * request.count);
      break;
    }
    case 'seek': session.seek(request.step); break;
    case 'reset': session.playing = false; session.renew(); break;
    case 'edit': session.edit(request.changes); break;
    case 'weight': session.weight(request.path, request.index, request.value); break;
    case 'lock':
      session.locks = session.locks.filter((lock) => lock.path !== request.path || lock.index !== request.index);
      if (request.locked) session.locks.push({ path: request.path, index: request.index });
      break;
    case 'undo': session.swap(session.past, session.undone); break;
    case 'redo': session.swap(session.undone, session.past); break;
    case 'view': Object.assign(session.view, request, { grid: Math.min(32, request.grid), output_grid: Math.min(64, request.output_grid) }); session.fresh = true; break;
    case 'points': queueMicrotask(() => socket.send(session.points_picture())); break;
    case 'warp': queueMicrotask(() => socket.send(session.warp_picture(request.layer, request.units))); break;
    case 'set_points': session.own(request.points); break;
    case 'csv': session.csv(request.text); break;
    case 'probe': return session.probe(request.x1, request.x2, request.target);
    case 'lottery': case 'sweep': session.explore(request); break;
    case 'adopt': session.edit({ seed: session.explored?.results[request.result]?.seed ?? 1 }); break;
    case 'export': return { name: `network.${request.as}`, text: `the network as ${request.as}\n`, base64: false };
    case 'save': return { name: 'playground.json', text: JSON.stringify({ settings: session.settings, step: session.step }), base64: false };
    case 'open': session.settings = (JSON.parse(request.text) as { settings: Session['settings'] }).settings; session.renew(); break;
  }
  return {};
}

new WebSocketServer({ server: http, path: '/ws' }).on('connection', (socket, incoming) => {
  const name = new URL(incoming.url ?? '', 'http://x').searchParams.get('session') ?? Math.random().toString(36).slice(2, 10);
  const session = sessions.get(name) ?? new Session(name);
  sessions.set(name, session);
  let wanted = false;
  const state = () => socket.send(JSON.stringify(session.state()));
  state();
  session.fresh = true;
  const clock = setInterval(() => {
    if (session.playing) session.advance(Math.max(1, Math.round((session.per_epoch * (session.rate || 120)) / 60)));
    if (wanted && session.fresh) { wanted = false; socket.send(session.picture()); }
  }, 16);
  socket.on('message', (data) => {
    const request = JSON.parse(String(data)) as Request & { id: number };
    if (request.ask === 'next') { wanted = true; return; }
    const before = JSON.stringify({ ...session.state() });
    try {
      const reply = answer(session, request, socket);
      if (JSON.stringify(session.state()) !== before) state();
      socket.send(JSON.stringify({ reply: request.id, ...reply }));
    } catch (error) {
      const problem = error instanceof Refusal ? error.problem
        : { code: 'fake.error', message: { en: String(error), fr: String(error) }, hint: null, where: '' };
      socket.send(JSON.stringify({ reply: request.id, problem }));
    }
  });
  socket.on('close', () => clearInterval(clock));
});

http.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}/`);
});
