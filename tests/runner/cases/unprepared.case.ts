import { beforeAll, describe, it } from 'vitest';

describe('an unprepared story', () => {
  beforeAll(() => {
    throw new Error('no system');
  });

  it('is not told', () => {});
});
