// A small catalogue, and settings that fit it.
import type { Catalogue, Choice, FieldChoice, Settings } from '../src/protocol';

function choice(name: string, en: string, fr: string, fields: FieldChoice[] = []): Choice {
  return { name, title: { en, fr }, doc: { en: `${en}.`, fr: `${fr}.` }, fields };
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
  version: 'test', curves: [],
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
  activations: ['tanh', 'relu', 'sigmoid', 'none'].map((name) => ({ ...choice(name, name, name), formula: `\\operatorname{${name}} z`, derivative: "f'(z)", x: sampled((z) => z), y: sampled(Math.tanh), slope: sampled((z) => 1 - Math.tanh(z) ** 2) })),
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
  mode: 'plane', features: ['x1', 'x2'], initial: 'xavier', loss: 'mse', rule: 'gradient', k: 3, shuffle: false, l1: 0, l2: 0, batch: 10, seed: 1,
  data: { set: 'circle', count: 500, noise: 0.1, label_noise: 0, imbalance: 0, classes: 3, train: 0.5, seed: 1, points: [] },
  layers: [4, 2].map((units) => ({ units, activation: 'tanh', dropout: 0, batch_norm: false, skip: [] })),
  optimizer: { name: 'sgd', lr: 0.03, momentum: 0, nesterov: false }, schedule: { name: 'constant' },
  stop: { loss: 0, patience: 0, epochs: 0 },
};
