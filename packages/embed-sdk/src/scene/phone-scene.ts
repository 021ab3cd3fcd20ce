/** The code on another screen sends a phone to a scene of a page. */

const NAME = 'vectreal-ar='

/** The part of the page's fragment that names the scene. */
export const phoneFragment = (sceneId: string): string => NAME + sceneId

/** Whether a phone was sent to this page for the scene. */
export const isSentFor = (sceneId: string): boolean => `${location.hash}&`.includes(`${NAME}${sceneId}&`)
