/**
 * Tests, editors and dev servers read our packages as sources: each names them in `exports` under this condition, which
 * `.pnpmfile.cjs` takes out of what is published. `tsconfig.base.json` names it as well.
 */
const CONDITION = '@vectreal/source'

/** For Vite and vitest. Without it `dist` counts: what was built last, whatever has been edited since. */
export function fromSources() {
  return {
    name: 'vectreal-from-sources',
    enforce: 'pre' as const,
    // The decoders are copied beside what is built, not beside the sources.
    transform(code: string, id: string) {
      if (!id.endsWith('viewer-core/src/decode/packaged-decoders.ts')) return null
      return { code: code.replaceAll("'../decoders/", "'../../dist/decoders/"), map: null }
    },
    config: () => ({
      resolve: { conditions: [CONDITION, 'module', 'browser', 'development|production'] },
      // Without `module`, which Node itself does not know: what is not ours is imported by it.
      ssr: { resolve: { conditions: [CONDITION, 'node', 'development|production'] } },
    }),
  }
}
