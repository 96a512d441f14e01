import { createRandom } from '../../src/sandbox/random.js';

describe('createRandom', () => {
  it('gives the known first numbers of mulberry32', () => {
    const random = createRandom(1);

    expect([random.next(), random.next()].map((n) => n.toFixed(6))).toEqual(['0.627074', '0.002736']);
  });

  it('repeats itself with the same seed and differs with another', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };

    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('shuffles without losing or doubling anything', () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i);

    const shuffled = createRandom(3).shuffle(numbers);

    expect(shuffled).not.toEqual(numbers);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(numbers);
  });

  it('never takes a chance of 0 and always one of 1', () => {
    const random = createRandom(5);

    expect(Array.from({ length: 100 }, () => random.chance(0))).not.toContain(true);
    expect(Array.from({ length: 100 }, () => random.chance(1))).not.toContain(false);
  });
});
