// What the fake server offers to choose from, and its toy data.
import type { Catalogue, Choice, FieldChoice, Settings } from '../../src/protocol';
import { ACTIVATIONS, random } from './network';

function choice(name: string, en: string, fr: string, fields: FieldChoice[] = []): Choice {
  return { name, title: { en, fr }, doc: { en: `${en}, as the fake server knows it.`, fr: `${fr}, tel que le faux serveur le connaît.` }, fields };
}
function field(name: string, value: number | boolean, en: string, fr: string): FieldChoice {
  return { name, value, doc: { en, fr } };
}
const lr = field('lr', 0.03, 'learning rate', 'taux d’apprentissage');

const plane = { mode: 'plane' as const, task: 'classification' as const, classes: 2 };
const value = { mode: 'plane' as const, task: 'regression' as const, classes: 0 };
const curve = { mode: 'curve' as const, task: 'regression' as const, classes: 0 };

function sampled(f: (z: number) => number): number[] {
  return Array.from({ length: 81 }, (_, i) => f(-4 + i / 10));
}

export const CATALOGUE: Catalogue = {
  version: 'fake',
  models: ['network', 'linear'].map((name) => ({ name, title: { en: name, fr: name }, doc: { en: '', fr: '' }, fields: [] })),
  features: ['x1', 'x2', 'x1^2', 'x2^2', 'x1*x2', 'sin(x1)', 'sin(x2)', 'x', 'x^2', 'sin(x)'],
  data: [
    { ...choice('circle', 'Circle', 'Cercle'), ...plane }, { ...choice('xor', 'Exclusive or', 'Ou exclusif'), ...plane },
    { ...choice('gauss', 'Two clouds', 'Deux nuages'), ...plane }, { ...choice('spiral', 'Spiral', 'Spirale'), ...plane },
    { ...choice('moons', 'Two moons', 'Deux lunes'), ...plane }, { ...choice('checker', 'Chessboard', 'Damier'), ...plane },
    { ...choice('blobs4', 'Four clouds', 'Quatre nuages'), ...plane, classes: 4 },
    { ...choice('plane', 'Inclined plane', 'Plan incliné'), ...value }, { ...choice('bumps', 'Six bumps', 'Six bosses'), ...value },
    { ...choice('sine', 'Sine', 'Sinus'), ...curve }, { ...choice('step', 'Step', 'Marche'), ...curve },
  ],
  activations: Object.entries(ACTIVATIONS).map(([name, [f, slope]]) => ({
    ...choice(name, name, name), formula: name === 'tanh' ? '\\tanh z' : name === 'relu' ? '\\max(0, z)' : `\\mathrm{${name.replace('_', '\\,')}}(z)`,
    derivative: name === 'tanh' ? '1 - \\tanh^2 z' : "f'(z)", x: sampled((z) => z), y: sampled(f), slope: sampled(slope),
  })),
  losses: [
    { ...choice('mse', 'Squared error', 'Erreur quadratique'), task: 'classification', two: true, many: false, formula: '\\tfrac12 (a - t)^2' },
    { ...choice('cross_entropy', 'Cross-entropy', 'Entropie croisée'), task: 'classification', two: true, many: true, formula: '-\\ln p_t' },
    { ...choice('mse', 'Squared error', 'Erreur quadratique'), task: 'regression', two: false, many: false, formula: '\\tfrac12 (a - t)^2' },
  ],
  optimizers: [
    choice('sgd', 'Gradient descent', 'Descente de gradient', [lr, field('momentum', 0, 'momentum', 'inertie'), field('nesterov', false, 'Nesterov’s form', 'forme de Nesterov')]),
    choice('adam', 'Adam', 'Adam', [{ ...lr, value: 0.01 }, field('beta1', 0.9, 'memory of the mean', 'mémoire de la moyenne'), field('beta2', 0.999, 'memory of the square', 'mémoire du carré')]),
  ],
  schedules: [choice('constant', 'Constant', 'Constant'), choice('cosine', 'Cosine', 'Cosinus', [field('epochs', 500, 'length', 'durée')])],
  initials: [choice('xavier', 'Xavier', 'Xavier'), choice('he', 'He', 'He'), choice('zeros', 'Zeros', 'Zéros')],
};

export const DEFAULTS: Settings = {
  mode: 'plane', features: ['x1', 'x2'], initial: 'xavier', loss: 'mse', l1: 0, l2: 0, batch: 10, seed: 1,
  data: { set: 'circle', count: 500, noise: 0.1, label_noise: 0, imbalance: 0, train: 0.5, seed: 1, points: [] },
  layers: [4, 2].map((units) => ({ units, activation: 'tanh', dropout: 0, batch_norm: false, skip: [] })),
  optimizer: { name: 'sgd', lr: 0.03, momentum: 0, nesterov: false }, schedule: { name: 'constant' },
  stop: { loss: 0, patience: 0, epochs: 0 },
};

export function points_of({ data, mode }: Settings): number[][] {
  if (data.set === 'own') return data.points;
  const next = random(data.seed * 7919 + 3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Array.from({ length: data.count }, (_, i) => {
    let a = 12 * next() - 6, b = 12 * next() - 6, t = 0;
    const label = i % 2;
    if (mode === 'curve') return [a, (data.set === 'step' ? Math.sign(a) : Math.sin(a)) + 0.5 * data.noise * normal(), 0];
    if (data.set === 'circle') {
      const r = label ? 2.5 * Math.sqrt(next()) : 3.5 + 1.5 * next(), angle = 2 * Math.PI * next();
      [a, b, t] = [r * Math.cos(angle), r * Math.sin(angle), label];
    } else if (data.set === 'spiral') {
      const s = (i >> 1) / (data.count / 2), angle = 3.5 * Math.PI * s + label * Math.PI;
      [a, b, t] = [5.2 * s * Math.sin(angle), 5.2 * s * Math.cos(angle), label];
    } else if (data.set === 'gauss') [a, b, t] = [normal() + (label ? 2 : -2), normal() + (label ? 2 : -2), label];
    else if (data.set === 'moons') {
      const angle = Math.PI * next();
      [a, b, t] = label ? [3 * Math.cos(angle) - 1.5, 3 * Math.sin(angle) - 1, 1] : [3 * Math.cos(angle) + 1.5, 1 - 3 * Math.sin(angle), 0];
    } else if (data.set === 'blobs4') [a, b, t] = [normal() + 3 * (i % 4 < 2 ? 1 : -1), normal() + 3 * (i % 2 ? 1 : -1), i % 4];
    else if (data.set === 'plane') t = (a + b) / 12;
    else if (data.set === 'bumps') t = Math.max(0, 1 - Math.hypot(a - 2, b - 2) / 3) - Math.max(0, 1 - Math.hypot(a + 2, b + 1) / 3);
    else if (data.set === 'checker') t = Number((Math.floor(a / 2) + Math.floor(b / 2)) % 2 !== 0);
    else t = Number(a * b > 0);
    const noise = data.set === 'plane' || data.set === 'bumps' ? 0 : 1;
    return [a + noise * data.noise * normal(), b + noise * data.noise * normal(), t];
  });
}
