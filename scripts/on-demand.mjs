/**
 * Chunks that come only when a file or somebody asks for them: decoders, the diagnosis, tools, languages. No budget and no
 * figure counts them.
 */
export const ON_DEMAND =
  /draco|basis|ktx2|meshopt|decoder|diagnose|tools-|toolbar-|load-texts|(?:^|\/)(?:de|fr|es|it|pt|nl|pl|ja|zh|ar)-/i
