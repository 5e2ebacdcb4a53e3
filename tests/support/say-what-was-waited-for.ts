import { beforeEach } from 'vitest';
import { waitedFor } from './until.ts';

// A test that runs out of time says only that. What it was waiting for then, if by `until`, says why.
beforeEach(({ onTestFailed }) => {
  onTestFailed(({ task }) => {
    const waits = waitedFor();
    const outOfTime = task.result?.errors?.find(({ message }) => message.startsWith('Test timed out'));
    if (outOfTime && waits.length > 0) outOfTime.message += `\nIts file was waiting for: ${waits.join('; ')}`;
  });
});
