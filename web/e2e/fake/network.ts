// A small network for the fake server of the tests: plausible pictures, nothing more. The studio itself trains in C++.
import type { LayerSettings } from '../../src/protocol';

export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const ACTIVATIONS: Record<string, [(z: number) => number, (z: number) => number]> = {
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  relu: [(z) => Math.max(0, z), (z) => (z > 0 ? 1 : 0)],
  sigmoid: [(z) => 1 / (1 + Math.exp(-z)), (z) => { const s = 1 / (1 + Math.exp(-z)); return s * (1 - s); }],
  linear: [(z) => z, () => 1],
  leaky_relu: [(z) => (z > 0 ? z : 0.01 * z), (z) => (z > 0 ? 1 : 0.01)],
  step: [(z) => (z > 0 ? 1 : 0), () => 0],
};

export const FEATURES: Record<string, (a: number, b: number) => number> = {
  x: (a) => a, x1: (a) => a, x2: (_, b) => b, 'x1^2': (a) => a * a, 'x2^2': (_, b) => b * b, 'x1*x2': (a, b) => a * b,
  'sin(x1)': (a) => Math.sin(a), 'sin(x2)': (_, b) => Math.sin(b), 'x^2': (a) => a * a, 'sin(x)': (a) => Math.sin(a),
};

export interface Layer { weight: number[][]; bias: number[]; activation: string; from: number[] }
export interface Trace { outputs: number[][]; sums: number[][]; inputs: number[][] }

export class Network {
  layers: Layer[] = [];
  constructor(readonly features: string[], hidden: LayerSettings[], outputs: number, regression: boolean, seed: number) {
    const next = random(seed + 17);
    const widths = [features.length, ...hidden.map((layer) => layer.units), outputs];
    for (let k = 1; k < widths.length; ++k) {
      const settings = hidden[k - 1];
      const from = settings ? [...new Set([...settings.skip, k - 1])].sort((a, b) => a - b) : [k - 1];
      const inputs = from.reduce((sum, j) => sum + widths[j]!, 0);
      const range = Math.sqrt(6 / (inputs + widths[k]!));
      this.layers.push({
        weight: Array.from({ length: widths[k]! }, () => Array.from({ length: inputs }, () => (2 * next() - 1) * range)),
        bias: Array.from({ length: widths[k]! }, () => 0.1 * (next() - 0.5)),
        activation: settings?.activation ?? (regression || outputs > 1 ? 'linear' : 'tanh'), from,
      });
    }
  }

  run(a: number, b: number): Trace {
    const outputs = [this.features.map((name) => (FEATURES[name] ?? (() => 0))(a, b))];
    const trace: Trace = { outputs, sums: [], inputs: [] };
    for (const { weight, bias, activation, from } of this.layers) {
      const input = from.flatMap((k) => outputs[k]!);
      const f = (ACTIVATIONS[activation] ?? ACTIVATIONS['tanh']!)[0];
      const sums = weight.map((row, j) => row.reduce((sum, w, i) => sum + w * input[i]!, bias[j]!));
      trace.inputs.push(input);
      trace.sums.push(sums);
      outputs.push(sums.map(f));
    }
    return trace;
  }

  /** dL/dz of each layer for the gradient `out` of the loss with respect to the output. */
  back(trace: Trace, out: number[]): number[][] {
    const values = trace.outputs.map((layer) => layer.map(() => 0));
    values[values.length - 1] = out;
    const sums: number[][] = [];
    for (let k = this.layers.length - 1; k >= 0; --k) {
      const { weight, activation, from } = this.layers[k]!;
      const slope = (ACTIVATIONS[activation] ?? ACTIVATIONS['tanh']!)[1];
      const gradient = trace.sums[k]!.map((z, j) => values[k + 1]![j]! * slope(z));
      sums[k] = gradient;
      let column = 0;
      for (const j of from)
        for (let i = 0; i < values[j]!.length; ++i, ++column)
          for (let unit = 0; unit < gradient.length; ++unit) values[j]![i]! += gradient[unit]! * weight[unit]![column]!;
    }
    return sums;
  }
}
