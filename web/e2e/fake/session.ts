// One session of the fake server: settings, a network, its past, and the pictures of both.
import { encode_picture } from '../../src/picture';
import type { Blob, Exploration, Picture, Probe, Problem, Request, Settings, State } from '../../src/protocol';
import { CATALOGUE, DEFAULTS, points_of } from './catalogue';
import { ACTIVATIONS, FEATURES, Network, random, type Trace } from './network';

type Data = Blob & { data: Int8Array | Uint8Array | Float32Array };

export class Refusal extends Error {
  constructor(readonly problem: Problem) { super(problem.message.en); }
}
function refuse(code: string, where: string, en: string, fr: string): never {
  throw new Refusal({ code, where, message: { en, fr }, hint: { en: 'Try another value.', fr: 'Essayez une autre valeur.' } });
}

export class Session {
  settings: Settings = structuredClone(DEFAULTS);
  step = 0; last = 0; playing = false; rate = 0; fresh = true; points_version = 1;
  edits: State['edits'] = []; undone: Settings[] = []; past: Settings[] = []; locks: State['locks'] = [];
  explored: Exploration | null = null;
  view = { units: 'activation', grid: 20, output_grid: 80, gradients: false, discrete: false };
  private network!: Network; private train: number[][] = []; private test: number[][] = [];
  private history: number[][] = []; private snapshots = new Map<number, string>(); private order = 0;

  constructor(readonly id: string) { this.renew(); }

  get choice() { return CATALOGUE.data.find(({ name }) => name === this.settings.data.set); }
  get classes(): number {
    if (this.settings.mode === 'curve') return 0;
    return this.choice ? this.choice.classes : Math.max(2, ...this.settings.data.points.map((p) => p[2]! + 1));
  }
  get outputs(): number { return this.classes > 2 ? this.classes : 1; }
  get per_epoch(): number { return Math.max(1, Math.ceil(this.train.length / this.settings.batch)); }

  renew(): void {
    const all = points_of(this.settings), next = random(this.settings.data.seed + 5);
    const mixed = all.map((p) => [next(), p] as const).sort((p, q) => p[0] - q[0]).map(([, p]) => p);
    const cut = Math.round(all.length * this.settings.data.train);
    this.train = mixed.slice(0, cut); this.test = mixed.slice(cut);
    this.points_version++;
    this.network = new Network(this.settings.features, this.settings.layers, this.outputs, this.classes === 0, this.settings.seed);
    this.step = this.last = 0; this.history = []; this.snapshots.clear(); this.fresh = true;
    this.remember();
  }

  state(): State {
    const { settings } = this, names = ['orange', 'blue', 'green', 'violet'];
    const labels = this.classes ? names.slice(0, this.classes) : [];
    return {
      event: 'state', session: this.id, model: settings.layers.length > 0 ? 'network' : 'linear', degree: 0, domain: [-6, 6, -6, 6], settings, classes: labels,
      layers: [
        { path: '', units: settings.features.length, names: settings.features, activation: 'linear', from: [], parameters: 0 },
        ...this.network.layers.map((layer, k) => ({
          path: String(2 * k), units: layer.bias.length, names: k === settings.layers.length && this.outputs > 1 ? labels : [],
          activation: layer.activation, from: layer.from, parameters: layer.bias.length * (1 + layer.weight[0]!.length),
        })),
      ],
      branches: [{ id: 0, name: { en: 'the first', fr: 'la première' }, parent: -1, from: 0, last: this.last }], branch: 0,
      edits: this.edits, locks: this.locks, playing: this.playing, epochs_per_second: this.rate, points: this.points_version,
      undo: this.past.length ? { en: 'the last change', fr: 'le dernier changement' } : null,
      redo: this.undone.length ? { en: 'the last change', fr: 'le dernier changement' } : null,
      steps_per_epoch: this.per_epoch, explored: this.explored,
    };
  }

  private out_gradient(trace: Trace, target: number): number[] {
    const out = trace.outputs.at(-1)!;
    return out.map((a, j) => a - (this.outputs > 1 ? Number(j === target) : this.classes ? 2 * target - 1 : target));
  }
  private target(point: number[]): number { return this.settings.mode === 'curve' ? point[1]! : point[2]!; }
  private run(point: number[]): Trace { return this.network.run(point[0]!, this.settings.mode === 'curve' ? 0 : point[1]!); }

  advance(steps: number): void {
    const rate = Number(this.settings.optimizer.lr) / Math.min(this.settings.batch, this.train.length || 1);
    for (let s = 0; s < steps; ++s, ++this.step) {
      for (let b = 0; b < this.settings.batch; ++b) {
        const point = this.train[this.order++ % this.train.length];
        if (!point) return;
        const trace = this.run(point), sums = this.network.back(trace, this.out_gradient(trace, this.target(point)));
        this.network.layers.forEach(({ weight, bias }, k) => sums[k]!.forEach((g, j) => {
          bias[j]! -= rate * g;
          trace.inputs[k]!.forEach((x, i) => { weight[j]![i]! -= rate * g * x; });
        }));
      }
      if ((this.step + 1) % this.per_epoch === 0) this.history.push([(this.step + 1) / this.per_epoch, ...this.scores()]);
    }
    this.last = Math.max(this.last, this.step);
    this.remember(); this.fresh = true;
  }
  private remember(): void { this.snapshots.set(this.step, JSON.stringify([this.network.layers, this.history.length])); }
  seek(step: number): void {
    const known = [...this.snapshots.keys()].filter((k) => k <= Math.max(0, step)).sort((a, b) => b - a)[0] ?? 0;
    const [layers, length] = JSON.parse(this.snapshots.get(known)!) as [Network['layers'], number];
    this.network.layers = layers; this.history.length = Math.min(length, this.history.length);
    this.step = known; this.playing = false; this.fresh = true;
  }

  private judge(points: number[][]): { loss: number; accuracy: number; wrong: number[]; values: number[] } {
    let loss = 0, right = 0;
    const wrong: number[] = [], values: number[] = [];
    for (const point of points) {
      const trace = this.run(point), out = trace.outputs.at(-1)!, t = this.target(point);
      loss += this.out_gradient(trace, t).reduce((sum, g) => sum + (g * g) / 2, 0);
      const answer = this.outputs > 1 ? out.indexOf(Math.max(...out)) : this.classes ? Number(out[0]! > 0) : t;
      right += Number(answer === t); wrong.push(Number(answer !== t)); values.push(answer);
    }
    return { loss: loss / (points.length || 1), accuracy: right / (points.length || 1), wrong, values };
  }
  private scores(): number[] { const a = this.judge(this.train), b = this.judge(this.test); return [a.loss, b.loss, a.accuracy, b.accuracy]; }

  picture(): ArrayBuffer {
    this.fresh = false;
    const { grid, output_grid: G } = this.view, curve = this.settings.mode === 'curve', rows = curve ? 1 : grid;
    const units = this.network.layers.map((layer) => layer.bias.length); units.unshift(this.settings.features.length);
    const maps = units.map((count) => new Float32Array(count * rows * grid));
    for (let y = 0; y < rows; ++y) for (let x = 0; x < grid; ++x) {
      const trace = this.run([((x + 0.5) / grid) * 12 - 6, 6 - ((y + 0.5) / rows) * 12]);
      maps.forEach((map, k) => trace.outputs[k]!.forEach((a, j) => { map[(j * rows + y) * grid + x] = a; }));
    }
    const blobs: Data[] = maps.map((map, k) => this.small(`units.${k}`, map, [units[k]!, rows, grid]));
    if (curve) {
      blobs.push({ name: 'output', type: 'f32', shape: [1, G], scale: 1, data: Float32Array.from({ length: G }, (_, x) => this.run([((x + 0.5) / G) * 12 - 6, 0]).outputs.at(-1)![0]!) });
    } else {
      const value = new Float32Array(G * G), winner = new Uint8Array(G * G), confidence = new Uint8Array(G * G);
      for (let at = 0; at < G * G; ++at) {
        const out = this.run([(((at % G) + 0.5) / G) * 12 - 6, 6 - ((Math.floor(at / G) + 0.5) / G) * 12]).outputs.at(-1)!;
        const most = Math.max(...out), sum = out.reduce((s, a) => s + Math.exp(3 * (a - most)), 0);
        value[at] = this.view.discrete ? Math.sign(out[0]!) : out[0]!; winner[at] = out.indexOf(most); confidence[at] = 255 / sum;
      }
      if (this.outputs > 1) blobs.push({ name: 'class', type: 'u8', shape: [G, G], scale: 1, data: winner }, { name: 'confidence', type: 'u8', shape: [G, G], scale: 1, data: confidence });
      else blobs.push(this.small('output', value, [G, G]));
    }
    this.network.layers.forEach(({ weight, bias }, k) => {
      const shape = [bias.length, weight[0]!.length], flat = Float32Array.from(weight.flat());
      blobs.push({ name: `weight.${k + 1}`, type: 'f32', shape, scale: 1, data: flat }, { name: `bias.${k + 1}`, type: 'f32', shape: [bias.length], scale: 1, data: Float32Array.from(bias) });
      if (this.view.gradients) blobs.push({ name: `gradient.${k + 1}`, type: 'f32', shape, scale: 1, data: flat.map((w) => w * 0.01) });
      blobs.push({ name: `dead.${k + 1}`, type: 'f32', shape: [bias.length], scale: 1, data: Float32Array.from(bias, (_, j) => (j === 0 && k === 0 ? 1 : 0.1)) });
    });
    const train = this.judge(this.train), test = this.judge(this.test), every = Math.ceil(this.history.length / 300) || 1;
    const kept = this.history.filter((_, i) => i % every === 0);
    blobs.push({ name: 'history', type: 'f32', shape: [kept.length, 5], scale: 1, data: Float32Array.from(kept.flat()) });
    blobs.push({ name: 'norms', type: 'f32', shape: [this.network.layers.length, 2], scale: 1, data: new Float32Array(2 * this.network.layers.length).fill(0.02) });
    if (this.classes) {
      const n = this.classes, table = new Float32Array(n * n);
      this.test.forEach((point, i) => { table[point[2]! * n + test.values[i]!]! += 1; });
      blobs.push({ name: 'confusion', type: 'f32', shape: [n, n], scale: 1, data: table });
      blobs.push({ name: 'wrong', type: 'u8', shape: [train.wrong.length + test.wrong.length], scale: 1, data: Uint8Array.from([...train.wrong, ...test.wrong]) });
    }
    return encode_picture(this.head('network', train, test), blobs);
  }
  private head(kind: Picture['kind'], train: { loss: number; accuracy: number }, test: { loss: number; accuracy: number }) {
    const score = (s: { loss: number; accuracy: number }) => ({ loss: Number.isFinite(s.loss) ? s.loss : null, accuracy: this.classes ? s.accuracy : null, r2: this.classes ? null : 1 - 2 * s.loss });
    return {
      kind, step: this.step, branch: 0, epoch: this.step / this.per_epoch, playing: this.playing, train: score(train), test: score(test),
      lr: Number(this.settings.optimizer.lr), epochs_per_second: this.playing ? 240 : 0, stopped: null, first: 0, last: this.last,
    };
  }
  private small(name: string, values: Float32Array, shape: number[]): Data {
    const scale = values.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-9);
    return { name, type: 'i8', shape, scale, data: Int8Array.from(values, (v) => Math.round((v / scale) * 127)) };
  }
  points_picture(): ArrayBuffer {
    const none = { loss: 0, accuracy: 0 }, list = (name: string, points: number[][]): Data => ({ name, type: 'f32', shape: [points.length, 3], scale: 1, data: Float32Array.from(points.flatMap((p) => [p[0]!, p[1]!, p[2] ?? 0])) });
    return encode_picture(this.head('points', none, none), [list('train', this.train), list('test', this.test)]);
  }
  warp_picture(layer: number, units: number[]): ArrayBuffer {
    const n = 25, none = { loss: 0, accuracy: 0 }, [u, v] = [units[0] ?? 0, units[1] ?? 0];
    const seen = (a: number, b: number) => { const out = this.network.run(a, b).outputs[layer]!; return [out[u] ?? 0, out[v] ?? 0]; };
    const grid = Float32Array.from({ length: n * n * 2 }, (_, i) => seen((Math.floor(i / 2) % n) / 2 - 6, 6 - Math.floor(i / 2 / n) / 2)[i % 2]!);
    const points = Float32Array.from(this.train.flatMap((p) => [...seen(p[0]!, p[1]!), p[2]!]));
    return encode_picture(this.head('warp', none, none), [
      { name: 'grid', type: 'f32', shape: [n, n, 2], scale: 1, data: grid }, { name: 'points', type: 'f32', shape: [this.train.length, 3], scale: 1, data: points }]);
  }

  probe(x1: number, x2: number, target: number | null): Probe {
    const trace = this.network.run(x1, x2), gradients = target === null ? null : this.network.back(trace, this.out_gradient(trace, target));
    return {
      features: trace.outputs[0]!, target, loss: target === null ? null : this.out_gradient(trace, target).reduce((s, g) => s + (g * g) / 2, 0),
      layers: this.network.layers.map((layer, k) => ({
        normed: [], means: [], variances: [], factors: [], shifts: [], inputs: trace.inputs[k]!, sums: trace.sums[k]!, outputs: trace.outputs[k + 1]!, gradients: gradients?.[k] ?? [],
        slopes: trace.sums[k]!.map((ACTIVATIONS[layer.activation] ?? ACTIVATIONS['tanh']!)[1]),
      })),
    };
  }

  edit(changes: Record<string, unknown>): void {
    const next = structuredClone(this.settings) as unknown as Record<string, unknown>;
    for (const [path, value] of Object.entries(changes)) {
      if (path === 'optimizer.lr' && !(Number(value) > 0)) refuse('lab.lr', path, 'The learning rate must be above 0.', 'Le taux d’apprentissage doit être supérieur à 0.');
      if (path === 'features') for (const [i, name] of (value as string[]).entries()) if (!(name in FEATURES)) refuse('lab.formula.unknown', `features.${i}`, `“${name}” is no formula.`, `« ${name} » n’est pas une formule.`);
      const parts = path.split('.'), lastPart = parts.pop()!;
      const holder = parts.reduce((at, part) => at[part] as Record<string, unknown>, next);
      holder[lastPart] = value;
    }
    this.past.push(this.settings); this.undone = [];
    const before = this.settings;
    this.settings = next as unknown as Settings;
    if (changes['mode'] === 'curve') Object.assign(this.settings, { features: ['x'], data: { ...this.settings.data, set: 'sine' } });
    if (changes['mode'] === 'plane') Object.assign(this.settings, { features: ['x1', 'x2'], data: { ...this.settings.data, set: 'circle' } });
    this.changed(before, Object.keys(changes).join(', '));
  }
  private changed(before: Settings, what: string): void {
    const shape = (s: Settings) => JSON.stringify([s.mode, s.data, s.features, s.layers.map((l) => [l.units, l.skip]), s.seed, s.initial]);
    if (shape(before) !== shape(this.settings)) this.renew();
    else this.network.layers.forEach((layer, k) => { layer.activation = this.settings.layers[k]?.activation ?? layer.activation; });
    this.edits.push({ step: this.step, what: { en: what, fr: what } });
    this.fresh = true;
  }
  swap(from: Settings[], to: Settings[]): void {
    const found = from.pop(), before = this.settings;
    if (found) { to.push(before); this.settings = found; this.changed(before, 'undo'); }
  }
  weight(path: string, index: number, value: number): void {
    const layer = this.network.layers[Number(path.split('.')[0]) / 2], width = layer?.weight[0]?.length ?? 1;
    if (layer && path.endsWith('weight')) layer.weight[Math.floor(index / width)]![index % width] = value;
    else if (layer) layer.bias[index] = value;
    this.fresh = true;
  }
  csv(text: string): void {
    const points = text.trim().split('\n').map((line) => line.split(/[,;\t]/).map(Number));
    if (points.some((p) => p.length < 3 || p.some((v) => !Number.isFinite(v)))) refuse('lab.csv.number', 'data.csv', 'Line 1 is no row of three numbers.', 'La ligne 1 n’est pas une suite de trois nombres.');
    this.own(points);
  }
  own(points: number[][]): void { this.edit({ 'data.set': 'own', 'data.points': points }); }

  explore(request: Extract<Request, { ask: 'lottery' | 'sweep' }>): void {
    const sweep = request.ask === 'sweep' ? request : null, next = random(3);
    const rows = sweep?.row_values ?? [0], columns = sweep?.column_values ?? [0];
    this.explored = {
      kind: request.ask, done: 0, running: true, total: rows.length * columns.length * request.seeds, seconds: 1.5,
      rows: sweep?.rows ?? '', row_values: sweep?.row_values ?? [], columns: sweep?.columns ?? '', column_values: sweep?.column_values ?? [], results: [],
    };
    for (let row = 0; row < rows.length; ++row) for (let column = 0; column < columns.length; ++column) for (let seed = 1; seed <= request.seeds; ++seed) {
      const loss = next() < 0.05 ? null : next() ** 2 * 0.5, angle = next() * 6;
      const map = Int8Array.from({ length: 256 }, (_, i) => 120 * Math.tanh(Math.sin(angle + (i % 16) / 3) + Math.cos(i / 40 + angle)));
      this.explored.results.push({ seed, row, column, epochs: request.epochs, test_loss: loss, accuracy: loss === null ? null : 1 - loss, solved: loss !== null && loss < request.solve, map: Buffer.from(map.buffer).toString('base64') });
    }
    this.explored.done = this.explored.total;
    this.explored.running = false;
  }
}
