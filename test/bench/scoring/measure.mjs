import { people } from './people.mjs';
import { createSetup, openEngine } from './setup.mjs';

/*
 * One engine in a process of its own: node measure.mjs <engine> <people> <seconds>. Prints one JSON line. It warms up
 * first, so that what is timed is compiled code.
 */
const WARM_UP_SHARE = 0.5;
/** Contacts between two looks at the clock. */
const A_ROUND = 1000;

const [name, count, seconds] = process.argv.slice(2);
const engine = await openEngine(name, createSetup());
const everybody = people(Number(count));
const rounds = [];
for (let first = 0; first < everybody.length; first += A_ROUND) rounds.push(everybody.slice(first, first + A_ROUND));

let seen = 0;
const take = (answer) => {
  seen += answer.score + answer.reasons.length;
};

let round = 0;

/** Goes round everybody until the time is up; slow engines do not get to see all of them. */
async function scoreFor(ms) {
  const started = performance.now();
  const cpu = process.cpuUsage();
  let scored = 0;
  do {
    await engine.scoreAll(rounds[round], take);
    scored += rounds[round].length;
    round = (round + 1) % rounds.length;
  } while (performance.now() - started < ms);
  const { user, system } = process.cpuUsage(cpu);
  return { scored, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}

await scoreFor(Number(seconds) * 1000 * WARM_UP_SHARE);
const timed = await scoreFor(Number(seconds) * 1000);
console.log(JSON.stringify({ ...timed, seen }));
