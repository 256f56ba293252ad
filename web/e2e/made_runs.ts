// Folders of runs that no training made, for tests and benches: as many as one likes, in a moment.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Made { seed?: number; lr?: number; epochs?: number; steps?: number; tags?: string[]; note?: string; accuracy?: number; began?: string }

const RECIPE = ({ seed = 0, lr = 0.02, epochs = 4 }: Made): string => `name = "made"
seed = ${seed}
[data]
source = "digits"
[model]
input = [1, 28, 28]
layers = ["flatten", "linear 10"]
[train]
batch = 64
epochs = ${epochs}
optimizer = { name = "sgd", lr = ${lr} }
`;

/** A finished run whose loss falls as exp(-lr step / 2), a little moved by its seed. */
export function make_run(runs: string, name: string, made: Made = {}): void {
  const { seed = 0, lr = 0.02, epochs = 4, steps = 40, accuracy = 0.5 + 0.4 * Math.abs(Math.sin(seed)), began = '2026-01-01T00:00:00Z' } = made;
  const folder = join(runs, name);
  mkdirSync(folder, { recursive: true });
  const loss = (step: number) => 0.2 + 2 * Math.exp((-lr * step) / 2) + 0.1 * Math.sin(step + seed);
  const score = { loss: loss(steps), accuracy, epoch: epochs };
  writeFileSync(join(folder, 'recipe.toml'), RECIPE(made));
  writeFileSync(join(folder, 'metrics.jsonl'), Array.from({ length: steps }, (_, i) => {
    const [step, epoch] = [i + 1, Math.floor((i * epochs) / steps) + 1];
    const line = (split: string, figure: string, value: number) => `${JSON.stringify({ step, epoch, split, name: figure, value })}\n`;
    return line('train', 'loss', loss(step)) + (step % (steps / epochs) === 0 ? line('test', 'loss', loss(step) + 0.1) + line('test', 'accuracy', (accuracy * step) / steps) : '');
  }).join(''));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ run: name, recipe: 'made', status: 'finished', seed, threads: 2, isa: 'avx2', data: { spec: 'digits', hash: '12ab' }, began, step: steps, steps, parameters: 7850, watch: 'accuracy', last: score, best: score, test: score, seconds: steps / 10 }));
  if (made.tags || made.note) writeFileSync(join(folder, 'labels.json'), JSON.stringify({ star: false, tags: made.tags ?? [], note: made.note ?? '' }));
}
