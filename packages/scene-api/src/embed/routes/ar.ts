/** `POST /api/scenes/:sceneId/ar`: URLs for the AR apps of phones, for whoever may have the scene. */
import type { Admission } from '../admit-request.js'
import type { ArRoutes } from '../ar/ar-routes.js'
import type { HandleRoute } from './handle-route.js'

export function handleAr({ admit }: Admission, ar: ArRoutes): HandleRoute {
  return (exchange, sceneId) =>
    admit(exchange, sceneId, (request, granted) => ar.mint(exchange, granted, request))
}
