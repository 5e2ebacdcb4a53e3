import { describe, expect, it } from 'vitest';
import { troubleIn } from '../../shared/core/desk/lexicon.ts';
import { match, type OpenIncident } from '../../shared/core/desk/match.ts';

const components = [
  { id: 'api', name: 'API', alsoCalled: ['endpoint', 'REST'] },
  { id: 'storage', name: 'File storage', alsoCalled: ['uploads'] },
];
const onApi: OpenIncident = { id: 'i1', handling: 'normal', components: ['api'], openedAt: '2026-11-22T10:00:00.000Z' };
const onStorage: OpenIncident = { ...onApi, id: 'i2', components: ['storage'] };
const about = (text: string, open: OpenIncident[] = []) => match(text, { components, open });

describe('trouble in words', () => {
  it.each([
    'is the api down?',
    'Getting 502s again, great',
    "I can't log in since this morning",
    'everything is SO slow',
    'Nichts geht, Störung?',
    'le site ne marche pas',
    'la página está caída',
  ])('is understood: %s', (text) => expect(troubleIn(text)).toBeDefined());

  it.each([
    'not down for me',
    'no errors here, thanks',
    'was down for a moment, works again',
    'Keine Störung bei mir',
    'what a great download',
    'your 5000th customer!',
    'It is back up, thank you',
  ])('is not heard in: %s', (text) => expect(troubleIn(text)).toBeUndefined());

  it('is looked for in the language that the source names', () => {
    expect(troubleIn('error', 'en')).toBe('error');
    expect(troubleIn('caida', 'de')).toBeUndefined();
  });
});

describe('a mention', () => {
  it('is about the open incident on the part that it names, and says why', () => {
    expect(about('your REST is down', [onStorage, onApi])).toEqual({
      components: ['api'],
      trouble: true,
      incident: 'i1',
      why: 'says “REST” and “down”; an incident on API is open',
    });
  });

  it('that names nothing is about the one open incident, if it complains', () => {
    expect(about('nothing works!!', [onApi])).toMatchObject({ incident: 'i1', components: [] });
    expect(about('love your new logo', [onApi])).not.toHaveProperty('incident');
    expect(about('nothing works!!', [onApi, onStorage])).not.toHaveProperty('incident');
  });

  it('about another part than the open incident’s is about none', () => {
    expect(about('uploads fail', [onApi])).toMatchObject({ components: ['storage'], trouble: true });
    expect(about('uploads fail', [onApi])).not.toHaveProperty('incident');
  });

  it('is never about a drill', () => {
    expect(about('api is down', [{ ...onApi, handling: 'drill' }])).not.toHaveProperty('incident');
    expect(about('all down', [{ ...onApi, handling: 'drill' }])).not.toHaveProperty('incident');
  });

  it('does not find a name inside of another word', () => {
    expect(about('rapid restaurant')).toMatchObject({ components: [] });
  });
});
