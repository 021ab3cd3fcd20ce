/** The texts that the script tag may need before the rest of the SDK has come. */
export const START = 'View in 3D'
export const RETRY = 'Try again'
export const FAILED = 'The 3D view is not available at the moment.'
export const OFFLINE = 'You are offline. The 3D view loads as soon as the connection is back.'
