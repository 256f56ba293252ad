// An ONNX model in ONNX Runtime. `percept bench` starts this script, which prints one JSON object: the milliseconds of a
// run. It exits with 3 where onnxruntime-node is not installed.
//
//   node onnxruntime.js MODEL THREADS SIZE...
let ort;
try {
  ort = require('onnxruntime-node');
} catch {
  process.exit(3);
}
const [model, threads, ...sizes] = process.argv.slice(2);
const shape = sizes.map(Number);

function input() {
  const numbers = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, Math.random);
  return { input: new ort.Tensor('float32', numbers, shape) };
}

// The median, as percept takes its own: repetitions of a tenth of a millisecond or more.
async function milliseconds(call) {
  async function repetition(calls) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; ++i) await call();
    return Number(process.hrtime.bigint() - start) / 1e6 / calls;
  }
  const first = [await repetition(1), await repetition(1), await repetition(1)];
  const calls = Math.max(1, Math.round(0.1 / Math.min(...first)));
  const times = [];
  for (const start = Date.now(); times.length < 13 || Date.now() - start < 1500; ) times.push(await repetition(calls));
  const counted = times.slice(Math.floor(times.length / 6)).sort((a, b) => a - b);
  return counted[Math.floor(counted.length / 2)];
}

async function main() {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: Number(threads), interOpNumThreads: 1 });
  const inputs = Array.from({ length: 8 }, input);
  let turn = 0;
  const ms = await milliseconds(() => session.run(inputs[(turn = (turn + 1) % 8)]));
  console.log(JSON.stringify({ version: ort.env.versions.node, ms }));
}

main();
