// What the studio's server and its pages say to each other. Made from src/studio/protocol.cpp and the structs that it
// names by `./dev docs`: do not edit.
//
// One WebSocket, /ws?session=ID. A page sends requests, JSON objects with a number `id` of its own and `ask`; each is
// answered by one object with `reply` = id, which holds the answer's fields or a `problem`. The server sends events
// (JSON objects with `event`) when something else than the picture has changed, and pictures (binary).
//
// Pictures are asked for: after `next` the server sends one picture, as soon as there is one that is newer than the
// last. So nothing queues where a page is slow.
//
// A picture is [u32 little-endian: bytes of the head][head: a Picture as JSON, padded with spaces to a multiple of 4]
// [blobs, in the order of head.blobs, each padded with zeros to a multiple of 4]. Where a lab hears binary messages they
// are made in the same way, [u32][head: a request as JSON][bytes], and answered as the others.

/** What is told to the reader, in both languages. */
export interface Words {
  en: string;
  fr: string;
}

export interface Problem {
  code: string;  // stable: "lab.formula.infinite"
  message: Words;
  hint: Words | null;
  where: string;  // the setting: "features.2", "optimizer.lr"; may be empty
}

// ------------------------------------------------------------------------------------------------ the state

/** One hidden layer. */
export interface LayerSettings {
  units: number;  // 1 to 256
  activation: string;  // a name of catalogue.activations
  dropout: number;  // 0 to 0.95: share of units switched off in training
  batch_norm: boolean;  // whether its sums are normalised before the activation
  skip: number[];  // earlier layers that it sees too, besides the one before: 0 the features, 1 the first layer
}

export interface DataSettings {
  set: string;  // a name of catalogue.data; "own": `points` as they are
  count: number;  // points in all: 10 to 20000
  noise: number;  // 0 to 1
  label_noise: number;  // 0 to 0.5: share of the labels drawn anew
  imbalance: number;  // 0 to 0.95: share of the points of the first class that is left out
  classes: number;  // of the set "blobs": 3 to 10
  train: number;  // 0.1 to 0.9: share that is trained on, the rest is tested on; 1: points of one's own are all both
  seed: number;  // of the drawing
  points: number[][];  // of "own": [x1, x2, label or value]; of a curve [x, y]
}

/** `name` and that optimiser's own fields, as catalogue.optimizers lists them: lr, momentum, beta1, nesterov ... */
export interface OptimizerSettings {
  name: string;
  [field: string]: number | boolean | string;
}

/** `name` and that schedule's own fields, as catalogue.schedules lists them; counted in epochs. */
export interface ScheduleSettings {
  name: string;
  [field: string]: number | boolean | string | number[];
}

/** When a playing network pauses by itself; 0: not for that reason. */
export interface StopSettings {
  loss: number;  // when the test loss is at most this
  patience: number;  // when the test loss has not become better in so many epochs
  epochs: number;  // after so many epochs
}

/** Everything that makes a playground: the same in a link, a saved file and an edit. */
export interface Settings {
  mode: "plane" | "curve";
  data: DataSettings;  // what is learnt from
  features: string[];  // what goes in: formulas of x1 and x2 (a curve: of x): "x1", "x1^2", "sin(x1)"
  layers: LayerSettings[];  // hidden ones, 0 to 12; the output layer follows from the data
  initial: string;  // a name of catalogue.initials
  loss: string;  // a name of catalogue.losses
  rule: string;  // how it learns: "gradient"; of classes "perceptron", "nearest_mean" or "knn"; of a curve "least_squares", by powers of x
  k: number;  // neighbours that vote in "knn": 1 to 25
  shuffle: boolean;  // whether a perceptron meets its points in a new order in every epoch
  optimizer: OptimizerSettings;  // how the weights follow the gradient
  schedule: ScheduleSettings;  // how the learning rate goes
  l1: number;  // added to the loss: l1 * sum |w|
  l2: number;  // and l2 / 2 * sum w^2
  batch: number;  // examples a step
  seed: number;  // of initial weights, order of examples and dropout
  stop: StopSettings;  // when it pauses by itself
}

/** A place that the timeline can go back to. */
export interface Branch {
  id: number;
  name: Words;  // "optimizer.lr becomes 0.1"
  parent: number;  // -1: none
  from: number;  // step at which it left its parent
  last: number;  // its last step so far
}

/** One edit made on the way, as the timeline shows it. */
export interface Edit {
  step: number;
  what: Words;
}

/** A weight that training may not change. */
export interface Lock {
  path: string;
  index: number;
}

/** A layer of the network as it stands. */
export interface LayerShape {
  path: string;  // of its weights: "hidden1.weight" begins with it; "" for the features
  units: number;
  names: string[];  // of the features, or of the classes at the output; empty elsewhere
  activation: string;
  from: number[];  // the layers that it reads, in the order of its weights' columns
  parameters: number;
}

export interface ExploredRun {
  seed: number;
  row: number;  // places in row_values and column_values; 0 in a lottery
  column: number;
  epochs: number;  // trained
  test_loss: number | null;  // null: it overflowed
  accuracy: number | null;  // of the test points; null in regression
  solved: boolean;  // its test loss fell below `solve`
  map: string;  // its output on a 16x16 grid: base64 of i8
}

/** Many trainings of the same settings: of several seeds (lottery), or over a grid (sweep). */
export interface Exploration {
  kind: "lottery" | "sweep";
  done: number;
  total: number;
  running: boolean;  // neither done nor cancelled
  seconds: number;
  rows: string;  // setting along the rows of a sweep: "optimizer.lr"; "" in a lottery
  row_values: (number | boolean | string)[];
  columns: string;  // "layers.activation": of all layers
  column_values: (number | boolean | string)[];
  results: ExploredRun[];
}

/** Event: whatever is no picture. Sent at the start and after every change. */
export interface State {
  event: "state";
  session: string;
  settings: Settings;
  model: string;  // a name of catalogue.models; an edit of "model" chooses another
  degree: number;  // of its features, where they are a polynomial's; 0 else; "degree" can be edited
  layers: LayerShape[];  // layers[0] are the features, the last is the output
  classes: string[];  // names of the classes; empty in regression
  branches: Branch[];
  branch: number;  // the one on screen
  edits: Edit[];  // of that branch
  locks: Lock[];
  undo: Words | null;  // what undo would take back
  redo: Words | null;
  playing: boolean;
  epochs_per_second: number;  // asked for; 0: as fast as it can
  points: number;  // version of the points: ask for them with `points` when it has changed
  steps_per_epoch: number;
  domain: number[];  // what the maps show: left, right, bottom, top
  explored: Exploration | null;  // the lottery or the sweep, running or done
}

// ------------------------------------------------------------------------------------------------ pictures

export interface Blob {
  name: string;
  type: "i8" | "u8" | "f32";
  shape: number[];
  scale: number;  // of i8: value = number / 127 * scale; else 1
}

/** How well it does on one half of the points. */
export interface Score {
  loss: number | null;  // null: not a finite number
  accuracy: number | null;  // null in regression
  r2: number | null;  // null in classification
}

/** What a step changed for one unit or one class. */
export interface RowUpdate {
  unit: number;
  before: number[];  // the weights and last the bias; of a class its mean
  after: number[];
}

/** One point that a step looked at. */
export interface StepLook {
  example: number;  // its place among the training points
  target: number;  // its class
  said: number;  // the class that was said of it; -1: none is asked for
  count: number;  // of a mean: the points of its class so far
  features: number[];
  sums: number[];  // z of each unit, before the step
  rows: RowUpdate[];  // what changed; empty where it was right
}

/** What a perceptron has counted, and what is known of its points. */
export interface Mistakes {
  all: number;  // since it began to count
  epochs: number[];  // of the last epochs, the one at hand last
  from_zero: boolean;  // whether all weights were 0 when it began to count: then the bound holds
  separable: boolean | null;  // whether a line parts the training points; null: not known
  radius: number | null;  // R: the longest of them, with the bias's 1; null, here and below: no margin was found
  margin: number | null;  // g: the widest margin found
  most: number | null;  // (R/g)^2: no perceptron makes more mistakes
}

/** The head of a picture. */
export interface Picture {
  kind: "network" | "points" | "warp";
  step: number;
  branch: number;
  epoch: number;  // with the share of the one at hand
  playing: boolean;
  train: Score;
  test: Score;
  lr: number;  // of the next step, schedule and all
  epochs_per_second: number;  // measured
  stopped: Words | null;  // why it paused by itself: a stop rule, an overflow ...
  first: number;  // the timeline reaches from here
  last: number;  // to here, on this branch
  looked: StepLook | null;  // the point of the last step, of models that learn point by point
  mistakes: Mistakes | null;  // of a perceptron
  blobs: Blob[];
}

// Blobs of "network":
//   "output"        i8  [G, G]      of one output: -1, surely the first class, to 1, surely the second; or the value. Row 0 is the top
//   "class"         u8  [G, G]      of several classes: the winner
//   "confidence"    u8  [G, G]      and its probability, 0 to 255
//   "units.K"       i8  [units, g, g]  of each layer K = 0, 1, ...: what `view` asks for
//   "scale.K"       f32 [units]      each unit's own scale: value = number / 127 * scale.K[unit]
//   "weight.K"      f32 [units, inputs]  of layer K = 1, 2, ...; the columns as LayerShape.from says
//   "bias.K"        f32 [units]
//   "gradient.K"    f32 [units, inputs]  of the loss on the training points, where view.gradients
//   "norms"         f32 [layers, 2]  length of each layer's gradient, and of what its weights have moved since the last picture over theirs
//   "dead.K"        f32 [units]      share of the training points for which a unit gives nothing (its slope is 0)
//   "history"       f32 [n, 5]       epoch, train loss, test loss, train accuracy, test accuracy; at most 600 rows
//   "confusion"     f32 [classes, classes]  of the test points, rows are the truth
//   "wrong"         u8  [points]     1 where a point (training, then test) is misjudged
//   "means"         f32 [classes, 1 + features]  of a nearest mean: how many points, and their mean
//   In the mode "curve" "output" and "units.K" have the shapes [1, G] and [units, 1, g], "output" is f32.
// Blobs of "points": "train" f32 [n, 3], "test" f32 [n, 3]: x1, x2, label or value (a curve: x, y, 0).
// Blobs of "warp": "grid" f32 [R, C, 2], the plane's grid as two units see it; "points" f32 [n, 3].

// ------------------------------------------------------------------------------------------------ requests

export type Request =
  | { ask: "next" }  // the next picture, please; answered by the picture alone
  | { ask: "play"; epochs_per_second: number }  // 0: as fast as it can
  | { ask: "pause" }
  | { ask: "step"; unit: "sample" | "batch" | "epoch"; count: number }  // count < 0: back
  | { ask: "seek"; step: number }
  | { ask: "reset" }  // to step 0 with new initial weights of the same seed
  | { ask: "edit"; changes: { [path: string]: unknown }; goes_on?: boolean }  // "optimizer.lr": 0.1; "layers": [...]
  | { ask: "weight"; path: string; index: number; value: number; goes_on?: boolean }  // path "hidden1.weight" or "hidden1.bias"
  | { ask: "lock"; path: string; index: number; locked?: boolean }
  | { ask: "undo" }
  | { ask: "redo" }
  | { ask: "branch"; id: number }  // go to that branch, at its last step
  | { ask: "view"; units: "activation" | "gradient" | "weighted" | "none"; grid: number; output_grid: number; gradients?: boolean; discrete?: boolean }  // what pictures show from now on
  | { ask: "points" }  // answered by {}, then a picture of the kind "points"
  | { ask: "set_points"; points: number[][]; goes_on?: boolean }  // makes the data set "own"
  | { ask: "csv"; text: string; columns: number[]; scale?: boolean }  // the same, from a table; columns counted from 0, [] for the last ones
  | { ask: "table"; text: string }  // what a table holds -> Table
  | { ask: "draw"; formula: string; values?: boolean }  // own points by a formula: of a curve y; else its value, or whether it is more than 0
  | { ask: "probe"; x1: number; x2: number; target: number | null }  // -> Probe
  | { ask: "warp"; layer: number; units: number[] }  // answered by {}, then a picture of the kind "warp"
  | { ask: "lottery"; seeds: number; epochs: number; solve: number }  // progress by State.explored
  | { ask: "sweep"; rows: string; row_values: (number | boolean | string)[]; columns: string; column_values: (number | boolean | string)[]; seeds: number; epochs: number; solve: number }  // progress by State.explored
  | { ask: "adopt"; result: number }  // the settings and seed of one of explored.results
  | { ask: "cancel" }  // the lottery or sweep
  | { ask: "export"; as: "onnx" | "cpp" | "recipe" | "command" | "csv" }  // -> Export
  | { ask: "save" }  // -> Export: the whole state as JSON
  | { ask: "open"; text: string }  // what `save` gave
  | { ask: "slope"; curve: string; left: number; right: number; a: number; h: number; start: number; rate: number; momentum: number; nesterov?: boolean };  // -> slope

/** A file to download, or a text to show. */
export interface Export {
  name: string;
  text: string;
  base64: boolean;
}

/** Every number on the way of one point through the network, and of the gradient back. */
export interface Probe {
  features: number[];
  layers: ProbedLayer[];  // without the features
  loss: number | null;  // of this point, where a target is given
  target: number | null;
  distances: number[];  // to the mean of each class, null: it has none yet; or to each of `neighbours`
  neighbours: number[];  // places among the training points, the nearest first
  votes: number[];  // of each class
}

export interface ProbedLayer {
  inputs: number[];  // what it reads, in the order of its weights' columns
  sums: number[];  // z_j = b_j + sum_i w_ji x_i
  outputs: number[];  // a_j = f(z_j); with a norm f(n_j)
  slopes: number[];  // da_j/dz_j
  gradients: number[];  // dL/dz_j; empty without a target
  normed: number[];  // n_j = factor_j (z_j - mean_j) / sqrt(variance_j + 1e-5) + shift_j; empty without a norm
  means: number[];
  variances: number[];
  factors: number[];
  shifts: number[];
}

/** What a table of the user's holds. */
export interface Table {
  columns: TableColumn[];
  rows: number;  // without the heading
}

export interface TableColumn {
  name: string;  // from its heading; where it has none, the column's number
  numbers: boolean;  // whether every cell is a number
}

/** What the slope tab asks. */
export interface SlopeQuestion {
  curve: string;  // a name of catalogue.curves, or a formula of x
  left: number;  // the part of the curve that is looked at
  right: number;
  a: number;  // where the tangent touches
  h: number;  // from there to the secant's other point
  start: number;  // of both descents
  rate: number;  // 0 to 1000
  momentum: number;  // of the second descent: 0 to 1
  nesterov: boolean;  // whether it looks ahead
}

export interface Secant {
  h: number;
  ahead: number;  // f(a + h)
  ratio: number;  // (f(a + h) - f(a)) / h
  derivative: number;  // f'(a)
  error: number;  // how far the two lie apart
}

/** A descent. */
export interface SlopePath {
  steps: number[][];  // [x, f(x), slope, velocity, new x] of each, at most 600
  end: "settled" | "diverged" | "undefined" | "steps";
  x: number;  // where it ended
  value: number;  // f there; null: none
  slope: number;
  nearest: number | null;  // the minimum downhill from the start
  found: number | null;  // the minimum that it settled in
  escaped: boolean;  // from the nearest minimum into another
  lowest: boolean;  // whether that is the lowest in sight
}

/** What the slope tab shows. */
export interface SlopeView {
  formula: string;
  heights: number[];  // f at places equally far apart, from left to right; null where it has no value
  minima: number[];
  value: number;  // f(a)
  secant: Secant;
  errors: number[][];  // [h, how far the secant's slope is off], from h = 1 to 1e-16
  plain: SlopePath;  // without momentum
  inert: SlopePath;  // and with it
}

export type Answer = ({ reply: number } & Partial<Export> & Partial<Probe> & Partial<{ slope: SlopeView }>) | { reply: number; problem: Problem };

// ------------------------------------------------------------------------------------------------ the catalogue

/** A curve of the slope tab. */
export interface CurveChoice {
  name: string;
  formula: string;
  left: number;
  right: number;
  start: number;
  rate: number;
  momentum: number;
  words: Words;
}

export interface FieldChoice {
  name: string;
  doc: Words;
  value: number | boolean | string | number[];
}

export interface Choice {
  name: string;
  title: Words;
  doc: Words;
  fields: FieldChoice[];
}

export interface DataChoice {
  name: string;
  title: Words;
  doc: Words;
  fields: FieldChoice[];
  mode: "plane" | "curve";
  task: "classification" | "regression";
  classes: number;
}

export interface ActivationChoice {
  name: string;
  title: Words;
  doc: Words;
  fields: FieldChoice[];
  formula: string;  // TeX, of z
  derivative: string;
  x: number[];  // places of its curve
  y: number[];
  slope: number[];
}

export interface LossChoice {
  name: string;
  title: Words;
  doc: Words;
  fields: FieldChoice[];
  task: "classification" | "regression";
  formula: string;  // TeX
  two: boolean;  // fits two classes
  many: boolean;  // fits more
}

/** GET /api/catalogue: what there is to choose from. */
export interface Catalogue {
  data: DataChoice[];
  activations: ActivationChoice[];
  losses: LossChoice[];
  models: Choice[];
  optimizers: Choice[];
  schedules: Choice[];
  initials: Choice[];
  features: string[];  // formulas offered; others can be typed
  curves: CurveChoice[];  // of the slope tab
  version: string;
}

// ------------------------------------------------------------------------------------------------ the convolution lab
//
// Its conversations are those of /ws?session=ID&lab=convolution, its catalogue is GET /api/convolution.
// Blobs of its pictures:
//   "input"   u8 or f32 [C, H, W]  what is filtered, with its border
//   "output"  f32 [C, H', W']      the numbers as they are
//   "shown"   u8 [maps, H', W', 1 or 3]  and as the scale shows them; the channels of a colour picture are one map
//   "thumb"   u8 [maps, h, w, 1 or 3]  the picture, small
//   "thumb.K" the same of the output of each stage K of the chain that can be made

/** One filter of a layer. */
export interface FilterSettings {
  weights: number[][][];  // for each channel of its group a kernel: rows of numbers; all of one size
  bias: number;  // added to each sum
}

/** One stage of the chain. */
export interface StageSettings {
  operation: "convolution" | "layer" | "max" | "average";
  preset: string;  // a name of catalogue.kernels, whose numbers the kernel has; "": none
  kernel: number[][];  // rows of numbers, at most 15 x 15; goes over each channel by itself
  bias: number;  // added to each sum
  filters: FilterSettings[];  // of a layer, which see the channels of their group together: 1 to 16
  groups: number;  // of a layer: channels and filters are split into so many
  border: string;  // a name of catalogue.borders: what stands around the picture
  padding: number;  // how wide the border is; of a transposed convolution what is cut off. 0 to 64
  stride: number;  // 1 to 64
  dilation: number;  // 1 to 64
  transposed: boolean;  // each number of the picture is spread over a window of the output
  global: boolean;  // pooling takes the whole picture as one window
  window: number;  // of pooling: 1 to 64
  window_stride: number;  // of pooling: 1 to 64
  relu: boolean;  // what is negative becomes 0
}

/** What makes a convolution lab. The fields of a stage are those of the one that is looked at. */
export interface ConvolutionSettings {
  picture: string;  // a name of catalogue.samples; "own": the one that was opened
  colour: boolean;  // the three channels of a colour picture; else its luminance
  channel: number;  // the one that is shown: 0 red, 1 green, 2 blue; -1: all
  shift: number;  // pixels to the right that the picture is moved, its edge repeated: 0 to 8
  operation: "convolution" | "layer" | "max" | "average";
  preset: string;  // a name of catalogue.kernels, whose numbers the kernel has; "": none
  kernel: number[][];  // rows of numbers, at most 15 x 15; goes over each channel by itself
  bias: number;  // added to each sum
  filters: FilterSettings[];  // of a layer, which see the channels of their group together: 1 to 16
  groups: number;  // of a layer: channels and filters are split into so many
  border: string;  // a name of catalogue.borders: what stands around the picture
  padding: number;  // how wide the border is; of a transposed convolution what is cut off. 0 to 64
  stride: number;  // 1 to 64
  dilation: number;  // 1 to 64
  transposed: boolean;  // each number of the picture is spread over a window of the output
  global: boolean;  // pooling takes the whole picture as one window
  window: number;  // of pooling: 1 to 64
  window_stride: number;  // of pooling: 1 to 64
  relu: boolean;  // what is negative becomes 0
  scale: "clip" | "offset" | "stretch" | "sign";
  before: StageSettings[];  // the stages between the picture and this one; at most 5 in all
  after: StageSettings[];  // and those behind it
}

/** A stage as it stands. */
export interface StageState {
  operation: string;
  relu: boolean;
  shape: number[];  // [channels, height, width] of its output; empty: it cannot be made
  reach: number[];  // [height, width] in the picture of what a number of it sees; empty: there is no such size
  formula: string;  // of the reach's height: r + (f - 1)·d·j with its numbers
  problem: Words | null;  // why it cannot be made; null also for those behind
  hint: Words | null;  // and what can be done
}

/** One side of the output: the formula with its numbers put in. */
export interface SizeLine {
  formula: string;  // "⌊(6 + 2·1 - 1·(3 - 1) - 1)/2⌋ + 1"
  size: number;  // may be none or negative
}

/** Event: sent at the start and after every change. */
export interface ConvolutionState {
  event: "state";
  session: string;
  settings: ConvolutionSettings;
  own: string;  // the name of the opened picture; empty: none
  given: number[];  // [channels, height, width] of the picture before it was reduced or made grey
  input: number[];  // [channels, height, width] of what is filtered
  output: number[];  // the same behind it: the last that could be made
  formula: string;  // of the size, with letters
  height: SizeLine;  // of the output as the settings want it
  width: SizeLine;
  problem: Words | null;  // why there is no output of these settings
  hint: Words | null;  // and what can be done
  kernel_sum: number;
  dense: number;  // weights of a dense layer from this input to this output
  moved: number | null;  // numbers of the output that the shift changes; null: it is not shifted
  coloured: boolean;  // the output's three channels are red, green and blue of one picture
  coloured_input: boolean;  // and the input's
  chain: StageState[];  // all stages in their order; settings.before are the first of them
  undo: boolean;  // whether there is something to undo
  redo: boolean;
}

/** The head of a picture. */
export interface ConvolutionPicture {
  kind: string;  // "convolution"
  border: number;  // pixels around the picture that are in "input" too
  low: number;  // the number of the input that is shown black
  high: number;  // and white
  least: number;  // of the output
  greatest: number;
  cut: number;  // numbers of the output that no byte can show
  blobs: Blob[];
}

/** The head of one that is followed by another. */
export interface LivePicture {
  kind: string;  // "live"
  reply: number;  // the request that it answers
  least: number;  // of the output
  greatest: number;
  cut: number;  // numbers of the output that no byte can show
  milliseconds: number;  // that the engine needed
  blobs: Blob[];  // "shown", as below
}

export type ConvolutionRequest =
  | { ask: "next" }  // the next picture, please; answered by the picture alone
  | { ask: "edit"; changes: { [path: string]: unknown }; goes_on?: boolean }  // "optimizer.lr": 0.1; "layers": [...]
  | { ask: "undo" }
  | { ask: "redo" }
  | { ask: "kernel"; change: string; filter: number; slice: number }  // a name of catalogue.changes or .kernels; of a layer it is one filter's for one channel
  | { ask: "chain"; change: string; stage: number }  // "choose" | "add" (a copy behind it) | "blur" (one behind it) | "remove" | "earlier" | "later"
  | { ask: "take_layer"; name: string }  // a name of catalogue.layers, in the place of this stage
  | { ask: "take_chain"; name: string }  // a name of catalogue.chains, in the place of all stages
  | { ask: "open_picture"; name: string; base64: string }  // a PNG or JPEG file; makes the picture "own"
  | { ask: "type_picture"; numbers: string }  // the same as numbers: "1 0; 0 1"
  | { ask: "walk"; channel: number; row: number; column: number }  // -> Walk, counted from 0
  | { ask: "matrix" }  // -> ConvolutionMatrix
  | { ask: "patches"; channel: number }  // -> patches of a channel, counted from 0
  | { ask: "times"; layer?: boolean }  // measures for a second or two, -> times
  | { ask: "spectrum" }  // -> spectrum
  | { ask: "learning"; pictures?: boolean }  // -> learning, and pictures
  | { ask: "learn_set"; target: string; rows: number; columns: number; optimizer: "descent" | "momentum" | "adam"; rate: number; momentum: number; random?: boolean; seed: number; most_steps: number }  // begins anew
  | { ask: "learn_play"; steps_per_second: number }  // 0: as fast as it can
  | { ask: "learn_pause" }
  | { ask: "learn_step"; count: number }  // 1 to 10000
  | { ask: "learn_reset" }  // to step 0, with the editor's kernel as it stands
  | { ask: "learn_reveal" }  // shows the surprise
  | { ask: "learn_after"; name: string; base64: string }  // a PNG or JPEG file: what the hidden kernel has made of the picture
  | { ask: "start_features"; data: string; epochs: number; train: number; seeds: number; only_kernels?: boolean }  // compares them anew, beside all else; only_kernels: trains the small network alone
  | { ask: "stop_features" }
  | { ask: "features" }  // -> FeatureProgress
  | { ask: "feature_pictures"; example: number }  // -> FeaturePictures, of a test example counted from 0
  | { ask: "kernel_sources" }  // -> KernelSources
  | { ask: "open_run_kernels"; run: string }  // -> KernelFile; of the run of that name, "": of the small network that was trained here
  | { ask: "open_kernel_file"; name: string; base64: string }  // -> KernelFile; of a file, .safetensors or .onnx
  | { ask: "layer_kernels"; layer: number; channel: number }  // -> LayerKernels, of the file opened last; layer and channel counted from 0
  | { ask: "take_kernels"; layer: number };  // a layer of the file opened last, whole, in the place of this stage: its first 16 filters

/** The head of a binary message of a page; pixels stand behind it. */
export type ConvolutionUpload =
  | { ask: "frame"; width: number; height: number; channels: number; map: number }  // these pixels are filtered and forgotten; answered by a picture of the kind "live" alone
  | { ask: "pixels"; name: string; width: number; height: number; channels: number; instead?: boolean };  // makes the picture "own"

/** One number of the kernel at a place of its walk. */
export interface Tap {
  row: number;  // the pixel that it sees; of a transposed convolution that of the output. -1: none
  column: number;
  border: boolean;  // not of the picture itself
  value: number;
  weight: number;
  product: number;
}

/** What one channel gives to a place of a layer. */
export interface Slice {
  channel: number;  // of the input
  taps: Tap[];  // row by row
  sum: number;  // of its products
}

/** A place of the walk. */
export interface Walk {
  channel: number;  // of the output
  row: number;
  column: number;
  rows: number;  // of the taps
  columns: number;
  taps: Tap[];  // row by row; of a layer none: its slices have them
  sum: number;  // of a transposed convolution 0, as are bias and output; of a layer that of all slices
  bias: number;
  output: number;
  chosen: number;  // of max pooling: the tap that is the largest; else -1
  slices: Slice[];  // of a layer: each channel that the filter sees
  relu: number | null;  // max(0, output), where there is a relu behind it
  shown: number | null;  // the byte, where the scale is "clip" or "offset"
  cut: boolean;  // whether the number lies beyond what a byte can show
}

/** y = T x + bias, for the picture read row by row. */
export interface ConvolutionMatrix {
  rows: number;  // a row for each pixel of the output; of a layer filter by filter
  columns: number;  // a column for each pixel of the input; of a layer channel by channel
  numbers: number[];  // row by row
}

/** Output = patches · kernel + bias: im2col. */
export interface Patches {
  rows: number;  // a row for each pixel of the output: its patch
  columns: number;  // a column for each number of the kernel
  numbers: number[];  // row by row
  kernel: number[];  // read row by row
  output: number[];  // each row times the kernel, and the bias
  bias: number;
}

export interface AlgorithmTime {
  algorithm: "loops" | "im2col" | "direct" | "winograd";
  kernel: string;  // the engine's name for what computed it
  refused: Words | null;  // why this one does not compute it; null: it does
  multiplications: number;  // that it makes of image and kernel
  microseconds: number;  // of a run: the median
  least: number;
  most: number;
  runs: number;  // that were measured
  rate: number;  // 1e9 additions and multiplications of the definition, a second
  difference: number;  // the largest one from the loops' numbers, over the largest of those
  chosen: boolean;  // what the engine takes by itself
}

export interface Times {
  input: number[];  // [pictures, channels, height, width], with its border
  weight: number[];  // [filters, channels, height, width]
  output: number[];
  threads: number;  // that computed
  rows: AlgorithmTime[];
}

/** What a kernel does to waves. */
export interface KernelSpectrum {
  gains: number[];  // |H|, 64 x 64: the middle, [32, 32], is frequency 0; rows go down, columns to the right
  kind: "nothing" | "all" | "low" | "high" | "band" | "emphasis" | "mixed";
  at_zero: number;  // the gain of even areas
  greatest: number;
  across: number;  // the gain of stripes of one pixel side by side: 1/2 cycle a pixel to the right
  down: number;  // the same one below the other
  diagonal: number;  // of a checkerboard of single pixels
  peak_across: number;  // where it is greatest, in cycles a pixel to the right
  peak_down: number;  // and down
  direction: number | null;  // in degrees from the right, counter-clockwise: the direction of change that passes best; null: all pass much alike
  evenness: number;  // the least gain of a direction over the greatest, as root mean squares
}

/** A kernel as a sum of columns times rows. */
export interface Separation {
  values: number[];  // the singular values, the largest first
  rank: number;
  column: number[];  // the first column and row: the kernel is their product where the rank is 1
  row: number[];
  errors: number[];  // of the first 1, 2, ... together: the length of what is missing over that of the kernel
  direct: number;  // multiplications a pixel
  separate: number[];  // the same of the first 1, 2, ... columns and rows
}

export interface Spectrum {
  kernel: KernelSpectrum;
  separation: Separation;
  input: number[];  // |X| / pixels, 64 x 64 as the gains are
  output: number[];  // of the output, in cycles of its own pixels
}

/** How a kernel is learnt. */
export interface LearningSettings {
  target: string;  // "kernel": what the editor's kernel makes of the picture; "surprise": what one of catalogue.kernels makes, drawn by the seed; "own": the picture that was opened; else a name of catalogue.kernels
  rows: number;  // of the kernel to be learnt: 1 to 15
  columns: number;
  optimizer: "descent" | "momentum" | "adam";
  rate: number;  // in units of 1 / the largest curvature of the loss; of Adam as it is
  momentum: number;  // share of the last step that is kept: 0 to 0.999
  random: boolean;  // begin with small random numbers instead of zeros
  seed: number;  // of these, and of the surprise
  most_steps: number;  // where it stops at the latest: 1 to 1000000
}

export interface Learning {
  settings: LearningSettings;
  own: string;  // the name of the picture opened as "after"; empty: none
  problem: Words | null;  // why nothing can be learnt
  hint: Words | null;  // and what can be done
  restarted: boolean;  // because the picture has become another
  playing: boolean;
  end: "" | "settled" | "steps" | "diverged";
  step: number;
  loss: number;  // the mean squared difference, of numbers between 0 and 1
  beginning: number;  // the loss at step 0
  history: number[][];  // [step, loss], at most 600
  kernel: number[][];  // learnt so far
  truth: number[][];  // the kernel that made the target; empty where it is hidden or not known
  truth_name: string;  // a name of catalogue.kernels, or empty
  hidden: boolean;  // there is one that is not shown yet
  error: number | null;  // the difference of the two over the length of the true one
  given: number[];  // [channels, height, width] of the picture
  used: number[];  // of its part that is learnt from
  open: number;  // directions of the kernel that this picture does not determine
  condition: number | null;  // the largest curvature of the loss over the least; null: the least is 0
}

/** What the kernel so far makes. */
export interface LearningPictures {
  height: number;
  width: number;
  target: string;  // of the first channel: a signed byte a pixel, 127 is `most`; base64
  output: string;  // what the kernel so far makes
  difference: string;  // output - target; 127 is `most_difference`
  most: number;  // the largest number of the target, by its size
  most_difference: number;
}

export type ConvolutionAnswer = ({ reply: number } & Partial<Walk> & Partial<ConvolutionMatrix> &
  Partial<{ learning: Learning; pictures: LearningPictures | null; patches: Patches; spectrum: Spectrum; times: Times }>)
  | { reply: number; problem: Problem };

export interface NamedChoice {
  name: string;
  doc: Words;
}

/** What there is to choose from. */
export interface ConvolutionCatalogue {
  kernels: NamedChoice[];
  layers: NamedChoice[];  // ready ones
  chains: NamedChoice[];
  samples: NamedChoice[];
  changes: string[];  // of a kernel
  borders: string[];
  scales: string[];
}

/** One kind of features under the linear head. */
export interface FeatureRow {
  name: string;  // a name of feature_names
  features: number;  // numbers an image
  parameters: number;  // of the linear head
  train: number[];  // accuracy on the training examples, one a seed
  test: number[];  // and on the test examples
  seconds: number;  // of all seeds
}

/** Where a comparison of features stands. */
export interface FeatureProgress {
  running: boolean;
  data: string;  // what is compared on
  available: string[];  // data sets that are here
  doing: string;  // the features at work; empty: the data is opened, or nothing runs
  network: boolean;  // the small network is trained, not yet the linear head
  seed: number;  // counted from 0
  epoch: number;  // done
  epochs: number;  // of each training
  rows: FeatureRow[];  // as far as they are done
  train: number;  // training examples
  examples: number;  // test examples; 0: the data is not open yet
  layer: boolean;  // whether the learned kernels are there
  failure: Words | null;  // why it ended
  hint: Words | null;  // and what can be done
}

/** What the kinds of features see in one test example. */
export interface FeaturePictures {
  example: number;  // counted from 0
  label: string;
  layer: string;  // "learned", "random", or "" where there is none yet
  height: number;
  width: number;
  cell: number;  // pixels of a side of a cell
  cell_rows: number;
  cell_columns: number;
  pixels: number[];  // 0 to 1, row by row
  edges: number[];  // magnitude of Sobel's gradient, row by row
  histograms: number[];  // 9 orientations a cell, the first about 10 degrees
  maps: number[];  // 8 of (height - 4) x (width - 4), behind the relu
  kernels: number[];  // 8 of 5 x 5
}

/** Where kernels can be taken from. */
export interface KernelSources {
  runs: string[];  // with weights, the newest first
  small: boolean;  // whether the small network was trained here
}

export interface KernelLayerShape {
  path: string;
  filters: number;
  channels: number;
  height: number;
  width: number;
}

/** The convolutions of a trained network. */
export interface KernelFile {
  source: string;
  layers: KernelLayerShape[];
}

/** The kernels of one of them. */
export interface LayerKernels {
  shape: KernelLayerShape;
  channel: number;
  kernels: number[][];  // of the first 256 filters, the numbers for that channel, row by row
  biases: number[];
}

// ------------------------------------------------------------------------------------------------ the training lab
//
// Its conversations are those of /ws?session=ID&lab=training, its catalogue is GET /api/training.
// Blobs of its pictures: one of each curve's name, f32 [rows, 4]: the last step of the row, mean, least and greatest value.

/** Something that happened. */
export interface RunEvent {
  step: number;
  kind: "evaluated" | "note" | "changed" | "ended";
  what: Words;
}

/** A run. */
export interface RunView {
  name: string;
  status: "running" | "paused" | "stopped" | "interrupted" | "finished" | "damaged";
  live: boolean;  // whether it can be steered: it runs, and its control.sock answers
  silent: number;  // seconds in which it has not answered, where they are many; else 0
  what: Words | null;  // what happened, where there is something to say
  remedy: Words | null;  // and how to go on
  recipe: string;
  data: string;
  began: string;  // UTC
  watch: string;  // the figure that says what is best
  summary: string;  // the table of its layers
  seed: number;
  steps: number;  // in all
  epochs: number;
  parameters: number;
  momentum: number | null;  // where it is live; null: the optimiser has none
  weight_decay: number | null;
  events: RunEvent[];  // the newest last
}

/** A training that begins, or failed to. */
export interface StartView {
  status: "starting" | "failed";
  command: string;  // as it would be typed
  said: string;  // why it failed, in the words of the program
}

/** Event: sent at the start and after every change. */
export interface TrainingState {
  event: "state";
  session: string;
  runs: string;  // the folder
  can_start: boolean;  // whether trainings can be begun from here
  table: number;  // version of the runs: ask for them with `runs` when it has changed
  start: StartView | null;
  run: RunView | null;  // the one that is looked at
}

export interface CurveHead {
  name: string;  // "train/loss"
  from: number;  // the rows of the blob stand from here on; what the page has before stays
  count: number;  // rows in all
  width: number;  // steps of a row
}

/** The head of a picture. */
export interface TrainingPicture {
  kind: string;  // "training"
  run: string;
  fresh: boolean;  // nothing of the pictures before is true any more
  paused: boolean;
  step: number;
  steps: number;  // in all
  epoch: number;
  epochs: number;
  time: number | null;  // when that step ended, seconds since 1970; null where it is not live
  lr: number | null;  // of that step
  samples_per_second: number | null;  // in the last seconds
  steps_per_second: number | null;
  seconds_left: number | null;
  memory: number | null;  // bytes of its process
  curves: CurveHead[];
  blobs: Blob[];
}

// Blobs of "inspection": "image" u8 [H, W, C], what the network saw; "layer.K" f32 [C, H, W] or [n] of each layer, and
// "filter.K" f32 [filters, channels, H, W] of the first convolutions, where maps are asked for.

/** What a layer gives. */
export interface LayerMaps {
  path: string;
  op: string;  // in the recipe's words
  shape: number[];  // [C, H, W] or [n]
  shown: number;  // the first so many channels, or numbers, are in the blob
  scale: number;  // the greatest absolute value among those
}

/** The kernels of a convolution. */
export interface FilterKernels {
  path: string;
  shape: number[];  // [filters, channels, H, W]; the blob holds the first of each
  scale: number;
}

/** The head of a picture of what the network does with one picture. */
export interface InspectionPicture {
  kind: string;  // "inspection"
  reply: number;  // the request that it answers
  version: number;  // grows
  run: string;
  weights: "none" | "live" | "best" | "checkpoint";
  step: number;  // after which they were so
  wound: boolean;  // they are those of a snapshot, not the newest
  snapshots: number[];  // steps that can be gone back to
  name: string;  // of the picture; empty: there is none
  truth: string;  // its class, where it is known
  inverted: boolean;  // its colours were turned over
  milliseconds: number;  // that the network took
  classes: string[];
  probabilities: number[];  // one a class; null: no number
  numbers: number[];  // of a network that says numbers
  layers: LayerMaps[];  // where they are asked for
  filters: FilterKernels[];  // the same
  about: string;  // the file, where there is something to say about one
  what: Words | null;  // what is amiss
  remedy: Words | null;
  blobs: Blob[];
}

export type TrainingRequest =
  | { ask: "next" }  // the next picture, please; answered by the picture alone
  | { ask: "open_run"; run: string }  // looks at this one; empty: at none
  | { ask: "plan"; recipe: string; data: string; settings: string[] }  // -> StartPlan
  | { ask: "start"; recipe: string; data: string; settings: string[]; language: "en" | "fr" }  // State.start tells what becomes of it
  | { ask: "resume_run"; run: string; language: "en" | "fr" }  // from its last checkpoint
  | { ask: "dismiss" }  // what State.start says has been read
  | { ask: "steer"; command: "pause" | "resume" | "stop" | "snapshot" }  // -> SteerAnswer, when the training has done it
  | { ask: "steps"; count: number }  // so many, then it pauses; answered when they are done
  | { ask: "rates"; lr: number | null; momentum: number | null; weight_decay: number | null }  // from the next step on; null: as it is
  | { ask: "note"; text: string }  // is kept with the run's metrics
  | { ask: "runs"; since: number }  // -> RunChanges; since 0: all
  | { ask: "label"; run: string; labels: RunLabels }
  | { ask: "delete_runs"; runs: string[] }  // all or none
  | { ask: "undelete" }  // what was deleted last comes back
  | { ask: "open_boxes"; folder: string; part: string }  // a folder laid out as Pascal VOC is; for all pages of the session
  | { ask: "take_detections"; name: string; base64: string }  // found boxes, a CSV file: in place of those before
  | { ask: "forget_detections" }
  | { ask: "boxes"; score: number; overlap: number }  // -> BoxSummary; its folder is empty where none is open
  | { ask: "box_list"; score: number; overlap: number; from: number; count: number }  // -> BoxList, 200 pictures at most, from number `from` on
  | { ask: "box_picture"; score: number; overlap: number; name: string }  // -> ReviewedPicture, of a name in the list
  | { ask: "box_image"; name: string }  // -> BoxImage, of a name in the list
  | { ask: "inspect"; seen: number; maps?: boolean }  // answered by a picture of the kind "inspection" alone, newer than `seen`; or empty, once `rest` is asked
  | { ask: "inspect_rest" }  // this page looks no more
  | { ask: "try_example"; split: "train" | "val" | "test"; number: number }  // of the run's data, by its number from 0
  | { ask: "wind"; step: number | null }  // to the snapshot at that step; null: to the newest weights
  | { ask: "review"; split: "train" | "val" | "test"; count: number; repeated?: boolean; anew?: boolean; seen: number }  // -> ReviewProgress; anew: of a look that begins now
  | { ask: "stop_review" }  // nobody looks any more
  | { ask: "review_cell"; truth: number; guess: number }  // -> ReviewedCell: examples of a class that were taken for another
  | { ask: "review_histogram"; path: string }  // -> ParameterHistogram
  | { ask: "compare"; runs: string[]; figure: string }  // -> ComparedRuns, what has been read so far; at most 12 runs
  | { ask: "report"; run: string; language: "en" | "fr" }  // -> Export: a page of HTML that stands alone
  | { ask: "begin_folder"; name: string }  // the one that this page gave before and did not finish goes
  | { ask: "finish_folder" }  // -> UploadedFolder
  | { ask: "cancel_folder" }
  | { ask: "folders" }  // -> FolderList
  | { ask: "remove_folder"; name: string }  // -> FolderList; it can be taken back until the session ends
  | { ask: "return_folder" };  // -> FolderList; the one that was removed last comes back

/** The head of a binary message of a page; pixels or a file stand behind it. */
export type TrainingUpload =
  | { ask: "try_pixels"; name: string; width: number; height: number; channels: number }  // u8 [height, width, channels]: what the network is to see
  | { ask: "try_file"; name: string }  // the bytes of a PNG or JPEG file
  | { ask: "folder_image"; part: "" | "train" | "val" | "test"; label: string; name: string };  // -> TakenImage; a PNG or JPEG file of the folder that was begun

/** How a training would be begun. */
export interface StartPlan {
  command: string;
  name: string;
  epochs: number;
  batch: number;
  seed: number;
  lr: number | null;
  data: string;
  layers: string[];  // in the recipe's words
}

/** What readers keep of a run. */
export interface RunLabels {
  star: boolean;
  tags: string[];
  note: string;
}

/** A run in the table. */
export interface RunRow {
  name: string;
  status: "running" | "stopped" | "interrupted" | "finished" | "damaged";
  recipe: string;
  data: string;
  began: string;  // UTC
  seed: number;
  step: number;
  steps: number;  // in all
  parameters: number;
  seconds: number;  // 0 where it has not ended
  loss: number | null;  // of the last evaluation
  accuracy: number | null;
  best_loss: number | null;  // of the best epoch
  best_accuracy: number | null;
  test_loss: number | null;  // on the test set at the end
  test_accuracy: number | null;
  labels: RunLabels;
}

/** What has changed in the table. */
export interface RunChanges {
  version: number;  // ask for what comes after it with `runs`
  rows: RunRow[];  // new ones and changed ones
  gone: string[];
  undo: number;  // deletions that can be taken back
}

export interface ReviewedImage {
  index: number;  // in its set
  truth: number;  // a class
  guess: number;
  probability: number;  // of the guess
  loss: number | null;  // null: not finite
  height: number;  // 0 where the example is no picture
  width: number;
  channels: number;  // 1 or 3
  pixels: string;  // u8 [height, width, channels] in base64
}

/** Null: not finite, or of a layer without parameters. */
export interface ReviewedLayer {
  path: string;
  op: string;
  units: number;  // channels, or numbers of a row
  dead: number;  // units that give 0 for every example
  parameters: number;  // that are trained; 0: none
  zeros: number;  // their share of the numbers that the layer gives
  mean: number | null;  // of those numbers
  deviation: number | null;
  norm: number | null;  // length of its parameters as one vector
  gradient: number | null;  // and of the gradient of the loss over the examples
  update: number | null;  // and of what a step changes, where the training goes on
  ratio: number | null;  // update / norm
  finite: boolean;  // whether all its figures are
}

export interface ReviewAlarm {
  kind: "vanishing" | "exploding" | "dead";
  what: Words;
  remedy: Words;  // what to do
}

/** How a network does on examples, and how its layers are. */
export interface ReviewResult {
  split: "train" | "val" | "test";
  data: string;  // the set's name
  weights: "live" | "best" | "last";
  step: number;  // of live weights
  count: number;  // examples
  loss: number | null;
  accuracy: number | null;  // null where numbers are learnt
  classes: string[];  // none where numbers are learnt
  confusion: number[];  // [truth, guess], row by row
  worst: ReviewedImage[];  // the greatest losses first
  samples: ReviewedImage[];  // evenly spread
  layers: ReviewedLayer[];
  parameters: string[];  // those that histograms can be asked of
  alarms: ReviewAlarm[];
}

export interface ReviewProgress {
  working: boolean;
  version: number;  // of the result; 0: none yet
  done: number;  // examples of the look at hand
  count: number;  // of so many
  failure: Words | null;  // why it came to nothing
  hint: Words | null;
  result: ReviewResult | null;  // where it is newer than `seen`
}

export interface ReviewedCell {
  images: ReviewedImage[];  // 24 at most, the greatest losses first
  count: number;  // in all
}

/** Equal parts from the least to the greatest. */
export interface ParameterHistogram {
  path: string;
  size: number;
  not_finite: number;  // left out
  least: number;
  greatest: number;
  mean: number;
  deviation: number;
  counts: number[];
}

export interface ComparedCurve {
  split: string;  // train, val or test
  steps: number[];  // the last of each row
  means: number[];
  least: number[];
  most: number[];
}

export interface ComparedRun {
  name: string;
  running: boolean;
  group: number;  // the same for runs that differ in nothing but the seed
  epoch_steps: number;  // steps of an epoch; 0 where that is not known
  step_seconds: number;  // its time, spread evenly over its steps; 0 where that is not known
  curves: ComparedCurve[];  // of the figure that was asked for
}

/** A setting in which runs differ. */
export interface DifferingField {
  field: string;  // train.optimizer.lr
  values: string[];  // of each run, as TOML; empty where its recipe lacks it or cannot be read
}

/** Runs side by side. */
export interface ComparedRuns {
  reading: boolean;  // not everything has been read yet: ask again
  figure: string;  // the one that the curves show
  figures: string[];  // that one of the runs has
  compared: ComparedRun[];  // in the order asked for
  differences: DifferingField[];
}

/** The training has done it; `path` of a snapshot. */
export interface SteerAnswer {
  path: string;
}

export type TrainingAnswer = ({ reply: number } & Partial<StartPlan> & Partial<RunChanges> & Partial<SteerAnswer> & Partial<ComparedRuns> & Partial<Export> & Partial<ReviewProgress> & Partial<ReviewedCell> & Partial<ParameterHistogram> & Partial<TakenImage> & Partial<UploadedFolder> & Partial<FolderList>) | { reply: number; problem: Problem };

export interface RecipeChoice {
  name: string;
  doc: string;  // its first line
  data: string;  // SPEC
}

export interface SourceChoice {
  name: string;
  form: string;  // how its SPEC is written
  doc: Words;
  here: boolean;  // whether its data is there
  given: boolean;  // whether the SPEC must name files
}

/** What there is to choose from. */
export interface TrainingCatalogue {
  recipes: RecipeChoice[];
  sources: SourceChoice[];
}

/** A box on a picture. */
export interface ReviewedBox {
  label: number;  // its place among the classes
  left: number;  // in pixels of the picture
  top: number;
  right: number;
  bottom: number;
  score: number | null;  // of a found box; null: one of the annotation
  state: "true" | "found" | "missed" | "difficult" | "hit" | "false" | "ignored";
}

/** A picture with its boxes. */
export interface ReviewedPicture {
  name: string;
  width: number;
  height: number;
  boxes: ReviewedBox[];  // those of the annotation, then those that were found
}

/** A picture in the list. */
export interface PictureTally {
  name: string;
  boxes: number;  // of the annotation
  found: number;  // boxes that count, whatever they came to
  missed: number;  // true boxes that were not found
  wrong: number;  // found boxes that are not right
}

export interface BoxList {
  total: number;  // pictures of the folder
  rows: PictureTally[];  // by name; with found boxes, those with the most mistakes first
}

/** The picture itself. */
export interface BoxImage {
  width: number;  // of the file
  height: number;
  png: string;  // base64; reduced to 1280 pixels on its longer side
}

/** A class over all pictures. */
export interface BoxTally {
  name: string;
  truths: number;  // boxes of the annotation
  difficult: number;  // of them, those that need not be found
  hits: number;  // found boxes that are right
  misses: number;  // true boxes that were not found
  wrong: number;  // found boxes that are not right
  precision: number | null;  // hits / (hits + wrong); null: nothing was found
  recall: number | null;  // hits / (hits + misses); null: there is nothing to find, or nobody looked
  average_precision: number | null;  // over all scores, as VOC has it since 2010; null likewise
}

export interface BoxFlaw {
  file: string;
  reason: Words;
}

/** A folder of pictures with boxes. */
export interface BoxSummary {
  folder: string;
  part: string;  // "train" | "val" | "test" | "": all
  detections: string;  // the name of the file with found boxes; empty: none
  pictures: number;
  found: number;  // boxes in that file
  classes: BoxTally[];
  mean_average_precision: number | null;  // the mean over the classes that have true boxes; null: none
  flaws: BoxFlaw[];  // what is not as it should be in the folder, the first ones
  more_flaws: number;  // and how many more
}

export interface TakenImage {
  reason: Words | null;  // why it was left out; null: it was taken
}

/** A folder of pictures that a page gave. */
export interface UploadedFolder {
  spec: string;  // as data.source takes it
  classes: number;
  images: number;
  channels: number;  // of most pictures, as the two below; of two as frequent the smaller
  height: number;
  width: number;
}

/** One that was given at some time. */
export interface KeptFolder {
  name: string;
  spec: string;  // as data.source takes it
  classes: number;
  images: number;
}

export interface FolderList {
  folders: KeptFolder[];  // by name
  undo: number;  // removals that can be taken back
}

