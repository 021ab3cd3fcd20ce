import type { EmbedExchange } from '../exchange.js'
import type { MaybeOutcome } from '../outcome.js'

/** The code of one route. `value`: what the path names. Throws where it cannot respond. */
export type HandleRoute = (exchange: EmbedExchange, value: string) => MaybeOutcome
