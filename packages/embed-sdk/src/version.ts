/** The build writes the package's version in its place. */
export const VERSION: string = '0.0.0-source'
