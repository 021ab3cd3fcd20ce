export { launchBrowser } from './browser.js'
<<<<<<< HEAD
export { startObjectStore, type TestObjectStore } from './object-store.js'
=======
export { readPicture, type Picture } from './picture.js'
export { startPlatform, type PlatformOptions, type PlatformProcess } from './platform-process.js'
>>>>>>> 2f08b4c (Add the examples and what installs and opens them; show the demo scenes in React)
export { createDatabase, freePort, startPostgres, type TestDatabase, type TestPostgres } from './postgres.js'
