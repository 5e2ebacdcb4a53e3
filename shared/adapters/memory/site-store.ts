import type { SiteFile, SiteStore, Version } from '../../ports/site-store.ts';
import { FRONT_PAGE } from '../../site/paths.ts';
import { replaces } from '../../site/version.ts';

/** The site in memory, for the simulation and for tests. `files` is what a reader would get. */
export function memorySiteStore(configHash = ''): SiteStore & { files: ReadonlyMap<string, SiteFile> } {
  const files = new Map<string, SiteFile>();
  const versions = new Map<string, Version>();
  let renderedWith: string | undefined;
  return {
    files,
    async put(file, version) {
      if (!replaces(version, versions.get(file.key))) return 'skipped';
      files.set(file.key, file);
      versions.set(file.key, version);
      if (file.key === FRONT_PAGE && version.complete) renderedWith = configHash;
      return 'written';
    },
    front: async () => (renderedWith === undefined ? {} : { renderedWith }),
  };
}
